"""The screens. Scripts lie one folder down; :mod:`pages.ui` alone touches session state."""
