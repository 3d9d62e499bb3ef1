"""Upload files, check what each column means, confirm."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, get_args

import pandas as pd
import streamlit as st

from analytics.errors import ManyiError
from analytics.ingest import ROLES, SCALES, Mapping, preview
from analytics.ingest.model import ColumnMap, TableName
from analytics.naming import dimension_label
from analytics.text import say
from pages.ui.evaluation import Confirmed, confirm, propose, read_upload, scheme, use_sample
from pages.ui.language import lang, t
from pages.ui.markdown import note, plain
from pages.ui.store import store

EDITED = ("role", "dimension", "scale", "reverse")


def uploads() -> dict[str, Mapping]:
    """Digest → proposed or edited mapping of the files on the table."""
    held: dict[str, Mapping] = st.session_state.setdefault("uploads", {})
    return held


def batch() -> int:
    """How often files were taken."""
    taken: int = st.session_state.get("batch", 0)
    return taken


def take() -> None:
    """Read what was dropped; an unreadable file is named with the reason and leaves the others alone."""
    st.session_state["refused"] = []
    for file in st.session_state[f"files-{batch()}"]:
        try:
            digest = read_upload(file.name, file.getvalue())
            if digest not in uploads():
                uploads()[digest] = propose(digest)
        except ManyiError as error:
            st.session_state["refused"].append(error)
    # A new uploader is empty: its bytes are freed, and a file removed below does not come back.
    st.session_state["batch"] = batch() + 1


def retype(digest: str) -> None:
    """Propose the columns anew for another kind of table."""
    uploads()[digest] = propose(digest, st.session_state[f"table-{digest}"])


def accept(sources: list[Confirmed]) -> None:
    """Compute with these files, and keep the mappings as they were confirmed."""
    uploads().update({source.digest: source.mapping for source in sources})
    confirm(sources)


def remove(digest: str) -> None:
    """Take a file off the table."""
    uploads().pop(digest, None)


def columns_table(digest: str, mapping: Mapping) -> pd.DataFrame:
    """The mapping as an editable table, open questions first."""
    shown = preview(store().workbooks[digest], mapping)
    by_index = {column.index: column for column in mapping.columns}
    columns = [by_index[index] for index in shown.index]
    shown = shown.assign(
        reverse=[column.reverse for column in columns],
        question=[say(column.question, lang()) if column.question else "" for column in columns],
        why=[say(column.why, lang()) if column.why else "" for column in columns],
    )
    return shown.sort_values("question", key=lambda q: q == "", kind="stable")


def edited(mapping: Mapping, table: pd.DataFrame) -> Mapping:
    """The mapping with what the user changed; a changed column has no open question any more."""

    def change(column: ColumnMap) -> ColumnMap:
        if column.index not in table.index:
            return column
        row: dict[str, Any] = {name: table[name].to_dict()[column.index] or "" for name in EDITED}
        row["reverse"] = bool(row["reverse"])
        if all(row[name] == getattr(column, name) for name in EDITED):
            return column
        return replace(column, question="", **row)

    return replace(mapping, columns=tuple(change(column) for column in mapping.columns))


def editor(digest: str, mapping: Mapping) -> Mapping:
    """Draw one file's columns for checking; the mapping as it now stands."""
    own = {column.dimension for column in mapping.columns if column.dimension}
    dimensions = [d.key for d in scheme().on("external")]
    words = {key: dimension_label(scheme(), "external", key, lang()) for key in {*dimensions, *own}}
    config = {
        "header": st.column_config.TextColumn(t("pages.column_header"), disabled=True),
        "role": st.column_config.SelectboxColumn(
            t("pages.column_role"), options=ROLES[mapping.table], required=True,
            format_func=lambda role: say(f"ingest.role_{role}", lang()),
        ),
        "dimension": st.column_config.SelectboxColumn(
            t("pages.column_dimension"), options=["", *dimensions, *sorted(own - set(dimensions))],
            format_func=lambda key: words.get(str(key), str(key)),
        ),
        "scale": st.column_config.SelectboxColumn(
            t("pages.column_scale"), options=["", *SCALES],
            format_func=lambda key: SCALES[str(key)].label(lang()) if key else "",
        ),
        "reverse": st.column_config.CheckboxColumn(t("pages.column_reverse")),
        "examples": st.column_config.TextColumn(t("pages.column_examples"), disabled=True),
        "missing": st.column_config.NumberColumn(t("pages.column_missing"), disabled=True),
        "question": st.column_config.TextColumn(t("pages.column_question"), disabled=True, width="large"),
        "why": st.column_config.TextColumn(t("pages.column_why"), disabled=True),
    }  # fmt: skip
    rated = EDITED[1:] if mapping.table == "survey" else ()
    order = ["header", "role", *rated, "question", "examples", "missing", "why"]
    table = st.data_editor(
        columns_table(digest, mapping), hide_index=True, column_config=config, column_order=order,
        key=f"columns-{digest}-{hash(mapping):x}", placeholder="",
    )  # fmt: skip
    return edited(mapping, table)


st.write(t("pages.upload_note"))
st.file_uploader(
    t("pages.drop_files"), accept_multiple_files=True, key=f"files-{batch()}", on_change=take,
    type=["xlsx", "xlsm", "xls", "et", "ods", "csv", "tsv", "txt", "html", "htm"],
)  # fmt: skip
for error in st.session_state.get("refused", []):
    st.error(plain(error.message(lang())))

ready: list[Confirmed] = []
for digest, mapping in list(uploads().items()):
    workbook = store().workbooks[digest]
    title = t(
        "pages.recognised", file=workbook.file, table=t(f"pages.table_{mapping.table}"),
        layout=mapping.layout, sheet=mapping.sheet, header=", ".join(map(str, mapping.header_rows)),
    )  # fmt: skip
    with st.expander(plain(title), expanded=any(column.question for column in mapping.columns)):
        for issue in workbook.issues:
            st.warning(plain(issue.message(lang())))
        kinds = get_args(TableName)
        st.selectbox(
            t("pages.what_is_it"), kinds, index=kinds.index(mapping.table), key=f"table-{digest}",
            format_func=lambda kind: t(f"pages.table_{kind}"), on_change=retype, args=(digest,),
        )  # fmt: skip
        note(t("pages.columns_note"))
        ready.append(Confirmed(digest, editor(digest, mapping)))
        st.button(t("pages.remove_file"), key=f"remove-{digest}", on_click=remove, args=(digest,))

if ready:
    st.button(t("pages.confirm"), type="primary", key="confirm", on_click=accept, args=(ready,))
else:
    st.button(t("pages.use_sample"), key="use-sample-here", on_click=use_sample)
if st.session_state.get("confirmed"):
    st.success(t("pages.confirmed", count=len(st.session_state["confirmed"])))
    st.page_link("pages/data/quality.py", label=t("pages.see_quality"), icon=":material/fact_check:")
    st.page_link("pages/results/overview.py", label=t("pages.see_overview"), icon=":material/dashboard:")
