"""Routes: out come the routers of the pages and of the API, each from its own small module."""

from __future__ import annotations

from fastapi import APIRouter

from tallymark.web.api.check import router as check_api
from tallymark.web.api.figures import router as figures_api
from tallymark.web.api.programmes import router as programmes_api
from tallymark.web.api.records import router as records_api
from tallymark.web.api.rules import router as rules_api
from tallymark.web.pages.about import router as about_page
from tallymark.web.pages.check import router as check_page
from tallymark.web.pages.figures import router as figures_pages
from tallymark.web.pages.published import router as published_page
from tallymark.web.pages.records import router as records_pages
from tallymark.web.pages.rules import router as rules_pages
from tallymark.web.pages.sources import router as sources_page

PAGES: tuple[APIRouter, ...] = (check_page, figures_pages, published_page, rules_pages, sources_page, about_page)
API: tuple[APIRouter, ...] = (check_api, figures_api, rules_api, programmes_api)
RECORDS: tuple[APIRouter, ...] = (records_pages, records_api)
