"""The check page over HTTP: texts in, marks and cards out, corrections, exports."""

from __future__ import annotations

import json
import re

from starlette.testclient import TestClient

TEXT = "ICE removed 396,906 people in fiscal year 2011. It removed 450,000 people in fiscal year 2010."


def test_the_page_opens_with_an_empty_form(client: TestClient) -> None:
    """The first page has the form, and no result."""
    page = client.get("/").text
    assert '<form id="check"' in page
    assert 'class="card' not in page


def test_a_posted_text_comes_back_with_marks_and_cards(client: TestClient) -> None:
    """Without script the page holds the text again, each claim marked with a word, and a card for each."""
    page = client.post("/", data={"text": TEXT}).text
    assert re.findall(r'class="claim v-(\w+)"', page) == ["exact", "contradicted"]
    assert '<span class="tag">✓ c1<span class="unseen"> exact</span></span>' in page
    assert '<details class="card v-exact" id="d1-c1">' in page
    assert f">{TEXT}</textarea>" in page


def streamed(client: TestClient, sent: dict[str, str]) -> list[tuple[str, str]]:
    """The pieces of a check that a reader watches, each with its kind."""
    lines = [json.loads(line) for line in client.post("/check/stream", data=sent).text.splitlines()]
    return [(line["kind"], line["content"]) for line in lines]


def test_pieces_come_as_claims_found_then_verdicts(client: TestClient) -> None:
    """The stream shows the claims as found, then the verdicts that are final, and ends with the result; nothing speaks against a claim before."""
    told = streamed(client, {"text": TEXT})
    assert [kind for kind, _ in told] == ["open", "found", "progress", "progress", "verdicts", "progress", "result"]
    before = "".join(content for _, content in told[:-1])
    assert '<span class="claim" id="m-d1-c1"><mark>396,906</mark></span>' in before
    assert '<span class="claim" id="m-d1-c2"><mark>450,000</mark></span>' in before
    assert json.loads(told[4][1]) == {
        "text": 1,
        "verdicts": [{"claim": "c1", "kind": "exact", "mark": "✓", "label": "exact"}],
    }
    assert "contradicted" not in before
    assert 'class="claim v-contradicted"' in told[-1][1]


def test_a_long_text_unfolds_in_its_order(client: TestClient) -> None:
    """Fifty thousand characters come in parts, each said with how far it is read; the first verdicts come while the later claims are compared."""
    words = ("The town held its yearly fair and nothing was counted. " * 9 + TEXT + "\n\n") * 90
    told = streamed(client, {"text": words})
    kinds = [kind for kind, _ in told if kind != "progress"]
    assert kinds[0] == "open"
    assert kinds[-1] == "result"
    assert kinds.count("found") >= 9
    assert kinds.count("verdicts") >= 7
    assert max(n for n, kind in enumerate(kinds) if kind == "found") < kinds.index("verdicts")
    said = [content for kind, content in told if kind == "progress"]
    assert "Reading 50 %: 90 claims found" in said
    assert "Comparing 25 of 180 claims" in said
    marks = re.findall(r'id="(m-d1-c\d+)"', "".join(content for kind, content in told if kind == "found"))
    assert marks == [f"m-d1-c{number}" for number in range(1, 181)]
    shown = "".join(re.sub("<[^>]*>", "", content.replace("</p>", " ")) for kind, content in told if kind == "found")
    assert shown.split() == words.split()


def test_a_corrected_text_does_not_unfold_again(client: TestClient) -> None:
    """A reader who corrects a claim has the text before him: only the result comes."""
    assert [kind for kind, _ in streamed(client, {"text": TEXT, "fix.1.c1.period": "FY2012"})] == ["result"]


UNDATED = "ICE removed 390,000 people last year."


def test_a_text_without_a_date_says_what_could_not_be_compared(client: TestClient) -> None:
    """The page says it once, with how many claims it costs and a way to the field; with the date it is not said."""
    page = client.post("/", data={"text": UNDATED}).text
    assert page.count("does not say its date") == 1
    assert "1 claim with words such as “last year”" in page
    assert '<a href="#date-1">Give the date</a>' in page
    assert 'id="date-1" name="date"' in page
    assert "date of the text is not known" not in page
    dated = client.post("/", data={"text": UNDATED, "date": "2011-10-18"}).text
    assert "does not say its date" not in dated
    assert "Dated 2011-10-18 (as given)." in dated


def test_the_second_text_leads_to_its_own_date_and_a_file_to_the_first(client: TestClient) -> None:
    """Each pasted text has a field for its date; the first holds for files."""
    page = client.post("/", data={"text": [TEXT, UNDATED]}).text
    assert re.findall(r'href="#(date-\d)"', page) == ["date-2"]
    page = client.post("/", data={"text": ""}, files={"file": ("story.txt", UNDATED.encode(), "text/plain")}).text
    assert re.findall(r'href="#(date-\d)"', page) == ["date-1"]


def test_the_sums_lead_to_the_cards(client: TestClient) -> None:
    """Each verdict of the summary names the cards that have it."""
    page = client.post("/", data={"text": TEXT}).text
    assert re.findall(r'</span></span> 1: <a href="#(d1-c\d)">', page) == ["d1-c1", "d1-c2"]


def test_no_interval_is_shown_in_brackets(client: TestClient) -> None:
    """A bound and a rounded share are said in words in the test, the drawing and the list of what was tried."""
    text = "ICE removed 195,000 convicted criminals in fiscal year 2010, about half of all those removed."
    page = client.post("/", data={"text": text}).text
    assert "195,000 → 194,500 to 195,500; found more than 195,000" in page
    assert ">published more than 195,000</text>" in page
    assert re.findall(r"[\[(][\d.,]+, (?:inf|[\d.,]+)[\])]", re.sub("<[^>]*>", " ", page)) == []


def test_reasons_and_remarks_have_no_interval_in_brackets(client: TestClient) -> None:
    """A figure rounded to ten is said as its range in the reason, the remarks and the leads too, each with a capital."""
    text = (
        "WASHINGTON, May 22, 2017 — Nationally, ICE arrests jumped nearly 40 percent between January and April: 41,318 people, "
        "up from 30,028 people between January 24th and April 30th, 2016. In 2017 they reached 41,318 between January and April."
    )
    page = client.post("/", data={"text": text}).text
    assert "Other definitions or printings: 31,128" in page
    assert "47,560 to 47,600" in page
    assert re.findall(r"[\[(][\d.,]+, (?:inf|[\d.,]+)[\])]", re.sub("<[^>]*>", " ", page)) == []


def test_a_chosen_period_gives_another_verdict(client: TestClient) -> None:
    """A reader who says that the first sentence means 2012 is told that its number fits 2011; the card says who chose."""
    page = client.post("/", data={"text": TEXT, "fix.1.c1.period": "FY2012"}).text
    assert '<details class="card v-true_under" id="d1-c1" open>' in page
    assert "The number fits something else: 396,906" in page
    assert "corrected by a reader" in page
    assert "fiscal year 2012 (2011-10-01 to 2012-09-30) [chosen]" in page


def test_a_chosen_definition_is_the_only_one_compared_with(client: TestClient) -> None:
    """Under the count of the whole department 396,906 is not supported, although it is exact under ICE's own count."""
    sent = {"text": TEXT, "form": "json", "fix.1.c1.definition": "dhs.removals"}
    report = json.loads(client.post("/check/export", data=sent).text)
    tried = {candidate["figure"] for candidate in report["claims"][0]["candidates"]}
    assert (report["claims"][0]["verdict"], report["claims"][0]["reason"]) == ("not_checkable", "ambiguous")
    assert {report["figures"][name]["definition"] for name in tried} == {"dhs.removals"}


def test_an_open_control_without_a_choice_changes_nothing(client: TestClient) -> None:
    """Opening the control posts empty fields; the verdict stays."""
    sent = {"text": TEXT, "form": "json", "fix.1.c1.measure": "", "fix.1.c1.definition": ""}
    assert json.loads(client.post("/check/export", data=sent).text)["claims"][0]["verdict"] == "exact"


def test_the_control_offers_measures_people_periods_and_definitions(client: TestClient) -> None:
    """The control of a claim lists what the register knows of its measure."""
    asked = {"text": "1", "claim": "c1", "measure": "removals", "people": "", "period": "FY2011"}
    control = client.get("/check/correction", params=asked).text
    assert 'name="fix.1.c1.measure"' in control
    assert '<option value="ice.removals.2009">' in control
    assert '<option value="criminality=convicted">with a conviction</option>' in control
    assert "as read: FY2011" in control
    assert control.index('value="ice.removals.2009"') < control.index('value="ice.removals.2003"')


def test_a_correction_of_a_claim_that_is_not_there_is_refused(client: TestClient) -> None:
    """TM-CHECKING-002 names the claim, so that no other one is changed."""
    answer = client.post("/check/export", data={"text": TEXT, "form": "json", "fix.1.c9.period": "FY2012"})
    assert (answer.status_code, answer.json()["code"]) == (422, "TM-CHECKING-002")


def test_several_texts_are_put_side_by_side(client: TestClient) -> None:
    """Two texts that print one figure differently get one row each in the comparison."""
    texts = [
        "ICE removed 396,906 people in fiscal year 2011.",
        "ICE removed nearly 397,000 people in fiscal year 2011.",
    ]
    page = client.post("/", data={"text": texts}).text
    assert "The same figure across texts" in page
    assert '<section id="d2"' in page
    assert "Text 2" in page


def test_a_file_is_read_by_its_kind(client: TestClient) -> None:
    """An HTML file is read as a page: its script is no part of the text, and the folders in its name mean nothing."""
    html = b"<html><body><script>alert(1)</script><p>ICE removed 396,906 people in fiscal year 2011.</p></body></html>"
    files = {"file": ("../../etc/story.html", html, "text/html")}
    report = json.loads(client.post("/check/export", data={"form": "json"}, files=files).text)
    assert report["document"]["name"] == "story.html"
    assert report["document"]["medium"] == "html"
    assert [claim["verdict"] for claim in report["claims"]] == ["exact"]


def test_each_export_is_a_download_of_its_kind(client: TestClient) -> None:
    """JSON, CSV, a self-contained page and ClaimReview come as attachments."""
    for form, media, name in (
        ("json", "application/json", "check.json"),
        ("csv", "text/csv; charset=utf-8", "check.csv"),
        ("html", "text/html; charset=utf-8", "check.html"),
    ):
        answer = client.post("/check/export", data={"text": TEXT, "form": form})
        assert answer.headers["content-type"] == media
        assert answer.headers["content-disposition"] == f'attachment; filename="{name}"'
        assert "396,906" in answer.text
    sent = {"text": TEXT, "form": "claimreview", "reviewer": "A. Reader", "claim": "c1"}
    review = client.post("/check/export", data=sent).json()
    assert review["@graph"][0]["author"] == {"@type": "Person", "name": "A. Reader"}


def test_a_claimreview_without_a_reviewer_is_refused(client: TestClient) -> None:
    """TM-REPORTS-001 as on the command line."""
    answer = client.post("/check/export", data={"text": TEXT, "form": "claimreview", "claim": "c1"})
    assert (answer.status_code, answer.json()["code"]) == (422, "TM-REPORTS-001")


def test_a_claimreview_is_made_of_one_text(client: TestClient) -> None:
    """TM-REPORTS-004: claim ids are counted for each text."""
    sent = {"text": [TEXT, TEXT], "form": "claimreview", "reviewer": "A. Reader", "claim": "c1"}
    assert client.post("/check/export", data=sent).json()["code"] == "TM-REPORTS-004"


def test_a_date_that_is_none_is_refused(client: TestClient) -> None:
    """TM-WEB-007 for anything but a day or a month."""
    answer = client.post("/check/export", data={"text": TEXT, "date": "FY2011", "form": "json"})
    assert (answer.status_code, answer.json()["code"]) == (422, "TM-WEB-007")


def test_a_form_without_a_text_is_refused(client: TestClient) -> None:
    """TM-WEB-001 names the field; a browser gets a page, a program problem+json."""
    answer = client.post("/check/export", data={"form": "json"})
    assert (answer.status_code, answer.headers["content-type"]) == (400, "application/problem+json")
    assert answer.json()["where"] == "text"
    page = client.post("/", data={"text": " "}, headers={"accept": "text/html"})
    assert (page.status_code, page.headers["content-type"]) == (400, "text/html; charset=utf-8")
    assert "TM-WEB-001" in page.text


def test_the_bundled_article_is_given_as_text(client: TestClient) -> None:
    """The page takes the demo from here."""
    assert client.get("/check/demo").text.startswith("Agency counts 397,000 removals")
