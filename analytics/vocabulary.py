"""The field's words: customer classes, areas, levels, posts, kinds of business.

Sources: customer classes and areas from the Huizhou bureau's paper on customer-manager service and
the customer rules of China Southern Grid (large customer: at least 315 kVA); kinds of business, sites
and order states from the 95598 work-order vocabularies of State Grid. Codes are the Chinese terms
themselves, because that is what the data, the findings and the users say.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass


@dataclass(frozen=True)
class Term:
    """One word of a vocabulary: its code (Chinese), English label, parent and other spellings."""

    code: str
    en: str
    parent: str = ""
    aliases: tuple[str, ...] = ()


def fold(text: str) -> str:
    """Text as it is compared: full width folded to half, all white space out, lower case.

    Real exports carry ``＃``, no-break spaces and ideographic spaces inside names and labels.
    """
    return "".join(unicodedata.normalize("NFKC", text).split()).casefold()


@dataclass(frozen=True)
class Vocabulary:
    """A closed list of terms that looks words up by any of their spellings."""

    name: str
    terms: tuple[Term, ...]

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms)

    def codes(self) -> tuple[str, ...]:
        """All codes in order."""
        return tuple(term.code for term in self.terms)

    def spellings(self) -> dict[str, str]:
        """Every folded spelling → code."""
        return {fold(word): term.code for term in self.terms for word in (term.code, term.en, *term.aliases)}

    def find(self, word: str) -> str | None:
        """The code of ``word`` in any spelling, or ``None``."""
        return self.spellings().get(fold(word))

    def english(self, code: str) -> str:
        """The English label of a code; the code itself where it is not of this vocabulary."""
        return next((term.en for term in self.terms if term.code == code), code)


CUSTOMER_CLASSES = Vocabulary(
    "customer_class",
    (
        Term("重点客户", "key"),
        Term("重要", "important", "重点客户", ("重要客户", "重要电力用户")),
        Term("大客户", "large", "重点客户", ("大用户",)),
        Term("重点关注", "watched", "重点客户", ("重点关注客户",)),
        Term("专变客户", "dedicated transformer", aliases=("专变",)),
        Term("工商业", "industrial & commercial", "专变客户", ("工商业客户", "工商业用户")),
        Term("企事业单位", "enterprises & institutions", "专变客户", ("企事业", "企事业单位客户")),
        Term("公变客户", "public transformer", aliases=("公变",)),
        Term("非居民", "non-residential", "公变客户", ("非居民客户", "低压非居民")),
        Term("居民", "residential", "公变客户", ("居民客户", "低压居民", "居民用户")),
    ),
)

AREAS = Vocabulary(
    "area",
    (
        Term("城区", "urban", aliases=("城市", "城镇", "市区")),
        Term("社区", "community", aliases=("城市社区",)),
        Term("农村", "rural", aliases=("乡村",)),
        Term("边远", "remote", aliases=("边远地区", "特殊边远地区", "特殊边远")),
        Term("工业密集", "industrial", aliases=("工业密集区", "工业区", "工业园区")),
    ),
)

LEVELS = Vocabulary(
    "level",
    (
        Term("市", "city", aliases=("市级", "地市")),
        Term("县", "county", aliases=("县级", "区县", "县区")),
        Term("镇", "town", aliases=("镇级", "乡镇", "供电所")),
    ),
)

POSTS = Vocabulary(
    "post",
    (
        Term("专职", "full-time", aliases=("专职客户经理",)),
        Term("兼职", "part-time", aliases=("兼职客户经理",)),
    ),
)

BUSINESSES = Vocabulary(
    "business",
    (
        Term("故障抢修", "fault repair", aliases=("故障报修", "抢修")),
        Term("业扩报装", "new connection", aliases=("报装", "业扩", "新装增容")),
        Term("投诉", "complaint", aliases=("客户投诉",)),
        Term("举报", "report of misconduct"),
        Term("建议", "suggestion"),
        Term("意见", "opinion"),
        Term("表扬", "praise"),
        Term("业务咨询", "enquiry", aliases=("咨询",)),
        Term("信息查询", "information query", aliases=("查询",)),
        Term("催办", "reminder"),
        Term("综合业务", "general business", aliases=("其他业务",)),
        Term("欠费复电", "reconnection after payment", aliases=("复电",)),
        Term("电能表校验", "meter test", aliases=("表计校验", "校表")),
    ),
)

CHANNELS = Vocabulary(
    "channel",
    (
        Term("营业厅", "service counter", aliases=("供电营业厅", "柜台")),
        Term("95598热线", "95598 hotline", aliases=("95598", "热线", "电话")),
        Term("网上营业厅", "online (app, web)", aliases=("掌上营业厅", "app", "微信", "线上")),
        Term("客户经理上门", "manager's visit", aliases=("上门", "走访")),
        Term("社区服务点", "community service point", aliases=("社区服务站",)),
    ),
)

ORDER_STATES = Vocabulary(
    "state",
    (
        Term("受理", "accepted", aliases=("已受理",)),
        Term("处理", "in progress", aliases=("处理中", "在途")),
        Term("归档", "closed", aliases=("已归档", "办结", "已办结", "已完成")),
        Term("作废", "voided", aliases=("已作废",)),
        Term("终止", "terminated", aliases=("服务终止", "已终止")),
        Term("撤诉", "withdrawn", aliases=("已撤诉", "撤销投诉")),
    ),
)

RESPONSIBILITIES = Vocabulary(
    "responsibility",
    (
        Term("营销责任", "marketing department"),
        Term("非营销责任", "other department"),
        Term("用户责任", "customer's own", aliases=("客户责任",)),
        Term("公司合作伙伴责任", "partner company"),
    ),
)

VOCABULARIES = {
    vocabulary.name: vocabulary
    for vocabulary in (
        CUSTOMER_CLASSES,
        AREAS,
        LEVELS,
        POSTS,
        BUSINESSES,
        CHANNELS,
        ORDER_STATES,
        RESPONSIBILITIES,
    )
}
