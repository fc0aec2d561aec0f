import pytest
from hypothesis import given
from hypothesis import strategies as st
from strategies import make, texts

from index.article import SentenceKind
from index.furniture import is_furniture
from index.split import split

FURNITURE = (
    "Subscribe to our newsletter",
    "Subscribe now to get unlimited access.",
    "Sign up for our daily briefing and never miss a thing!",
    "Sign up here for the Morning Orsk newsletter",
    "Click here to subscribe",
    "Download the Orsk Times app for breaking news",
    "Get the app",
    "Follow us on Twitter and Facebook for the latest news.",
    "Follow The Daily Example on WhatsApp",
    "Like us on Facebook",
    "Join our Telegram channel",
    "Join us on WhatsApp for live updates",
    "Stay tuned for more",
    "Stay up to date with the latest news from Orsk",
    "Get the latest news, videos and analysis on our website!",
    "Catch all the latest news and updates on Orsk Live.",
    "Find the best of local news in one place, chosen for you every Sunday.",
    "For more news, follow our channel.",
    "Never miss a story from Orsk",
    "Enjoyed this article? Share it with a friend",
    "Support independent journalism",
    "Become a member today",
    "The day's top stories delivered to your inbox",
    "Already a subscriber? Sign in",
    "Have a tip? Write to us at desk@example.org",
    "Send us your feedback at desk@example.org",
    "Share this article",
    "Share",
    "Share on Facebook",
    "Facebook Twitter WhatsApp",
    "Facebook | X | LinkedIn | Copy link",
    "Share this: Facebook, Twitter, Email",
    "Also read: Trawler crew honoured in Perm",
    "ALSO READ | Why the bridge at Perm cracked",
    "**Also read:** [Trawler crew honoured](https://example.org/a)",
    "Read more",
    "Read more: Trawler crew honoured",
    "READ: Trawler crew honoured in Perm",
    "Related: Three ferries that sank",
    "Related stories",
    "Watch: Ferry leaves Orsk for the last time",
    "You may also like",
    "Most read",
    "Advertisement",
    "ADVERTISEMENT",
    "Sponsored content",
    "Story continues below",
    "Story continues below this ad",
    "Article continues after advertisement",
    "© 2024 The Daily Example. All rights reserved.",
    "Copyright 2024 Orsk Media",
    "All rights reserved.",
    "This material may not be published, broadcast, rewritten or redistributed.",
    "With inputs from agencies",
    "(With inputs from PTI)",
    "(With inputs from Orsk Wire and agencies)",
    "(This story has not been edited by our staff and is published from a syndicated feed.)",
    "This article was originally published in The Daily Example.",
    "This is a developing story.",
    "(PTI)",
    "Photo: Reuters",
    "File photo",
    "File photo of the harbour",
    "(Photo by Per Lund/Perm Pictures)",
    "Image credit: Orsk Wire",
    "Representational image",
    "Picture courtesy: Harbour Board",
    "Getty Images",
    "By Jane Roe",
    "By Jane Roe and John Doe, Staff Writer",
    "Reporting by Jane Roe; Editing by Karl Oz",
    "Edited by: Karl Oz",
    "Published By : News Desk",
    "Published - 3 May 2024 10:00 am IST | Updated - 4 May 2024 11:00 am IST",
    "3 May 2024, 10:00 IST",
    "Leave a comment",
    "12 comments",
    "What do you think? Tell us in the comments.",
    "Join the conversation",
    "Comments are closed.",
    "We use cookies to improve this site.",
    "By continuing to use this site you agree to our use of cookies.",
    "Accept all cookies",
    "Privacy policy",
    "Tags: ferry, Orsk, storm",
    "Topics: Shipping | Weather",
    "#Orsk #Ferry #Storm",
    "4 min read",
    "Back to top",
    "Skip to main content",
    "Discover the newest trends in shipping or download the Orsk app to stay updated!",
)

NEWS = (
    "Subscribers to the newsletter fell by a third in May.",
    "Subscribe or leave, the publisher told his readers.",
    "The paper asks readers to subscribe to its newsletter.",
    "Sign up for the draft now, the army told students.",
    "Residents can sign up for the vaccine from Monday.",
    "Download figures for the app doubled in a week.",
    "People can download the app from Monday, the ministry said.",
    "Follow the river and you come to Orsk, the guide said.",
    "Following the storm, the harbour was shut.",
    "Followers of the party marched through Perm.",
    "The police followed us on foot to the bridge.",
    "“Follow us on foot,” the soldier shouted.",
    "He shared this article with the court.",
    "Share prices fell by four percent on Friday.",
    "Shares in the shipyard rose after the vote.",
    "Share of renewables in the grid reached half in May.",
    "Facebook and Twitter were blocked in Orsk for an hour.",
    "Facebook took the page down on Monday.",
    "WhatsApp messages showed that the captain was warned.",
    "The minister also read the names of the dead.",
    "Also read in court was a letter by the captain.",
    "Read more than once, the letter was no clearer.",
    "Readers of the letter found more than one mistake.",
    "Reading the verdict took the judge four hours.",
    "Related charges against the mayor were dropped.",
    "Watch officers on the ferry had slept for an hour.",
    "The watch on the bridge was doubled.",
    "Advertisement spending fell by half in Orsk.",
    "Advertisements for tobacco are banned from July.",
    "The story continues to shake the government.",
    "Copyright law will be changed, the minister said.",
    "The copyright of the song is held by his widow.",
    "With inputs from Perm running dry, the mill closed on Friday.",
    "With agencies out of money, aid stopped in March.",
    "With reports from the front still coming in, the army kept silent.",
    "This story has two sides, the judge said.",
    "This article of the constitution was never used.",
    "The report was published on Tuesday by the ministry.",
    "This report was published by the ministry in 2019.",
    "Photo finishes decided three of the races.",
    "Photographs of the ferry were shown in court.",
    "A file photo of the bridge was shown to the jury.",
    "Picture the harbour as it was before the war.",
    "Image recognition failed in four of ten cases.",
    "By Monday the army had taken the bridge.",
    "By Friday, Ada Holm was in Perm.",
    "By Land and Sea",
    "By the time Jane Roe came, the ferry was gone.",
    "Updated rules were passed on Monday",
    "Published figures show a fall in trade.",
    "Comments by the minister angered fishermen.",
    "The minister left a comment on the page of his rival.",
    "What do you think of the plan, the judge asked her.",
    "Join the conversation, the mayor urged the fishermen.",
    "Cookies and bread were handed out at the harbour.",
    "By continuing to strike, the crews put ferries at risk.",
    "By using the tunnel, lorries lose an hour.",
    "Privacy policy was at the heart of the debate.",
    "Tags were put on forty seals in the bay.",
    "Topics ranged from fish to tolls.",
    "Stay in your homes, the police told the people of Orsk.",
    "Stay away from the river, officials warned.",
    "Get the boats out, the captain ordered.",
    "Find the captain, the court told the police.",
    "The best of the local news came on Sunday: forty were saved.",
    "Support for independent journalism fell in parliament.",
    "Become a soldier or go to prison: that was the choice.",
    "Register of voters lost in the fire at Perm",
    "Contact with the ferry was lost at noon.",
    "Send help, the captain wrote.",
    "Source: the river that feeds the mill was found in 1901.",
    "Editing of genes is allowed from July.",
    "Find the captain on the bridge by noon, or leave Orsk.",
    "Follow the money on its way to Perm",
    "Copyright law of 2019 is to be changed in May.",
    "Photo-finish in Perm",
    "Share the burden with the poor.",
    "Floods in Orsk",
    "4 minutes passed before the alarm was heard.",
    "Members of the council read the report in the night.",
    "More than forty people were saved from the ferry.",
    "Like us, the fishermen of Perm have lost the sea, Karl Oz said.",
    "Join us or starve, the rebels told the villagers.",
)


@pytest.mark.parametrize("line", FURNITURE)
def test_the_furniture_of_a_page_is_no_news(line: str) -> None:
    assert is_furniture(line)


@pytest.mark.parametrize("line", NEWS)
def test_news_that_looks_like_furniture_is_news(line: str) -> None:
    assert not is_furniture(line)


@pytest.mark.parametrize("line", NEWS)
@given(before=st.sampled_from(FURNITURE), after=st.sampled_from(FURNITURE))
def test_news_between_furniture_is_told_from_it_line_by_line(line: str, before: str, after: str) -> None:
    article = make(f"{before}\n\n{line}\n\n{after}\n")
    start = len(before) + 2
    kinds = [s.kind for s in split(article) if start <= s.start < start + len(line)]
    assert kinds
    assert SentenceKind.FURNITURE not in kinds


def test_a_block_is_furniture_where_each_of_its_sentences_is() -> None:
    block = "Find the best of local news in one place, chosen for you every Sunday. Subscribe to our newsletter."
    assert {s.kind for s in split(make(block))} == {SentenceKind.FURNITURE}
    assert {s.kind for s in split(make(f"{block} The ferry sank."))} == {SentenceKind.PROSE}


def test_the_row_of_a_table_is_never_furniture() -> None:
    assert [s.kind for s in split(make("| Advertisement | 4 |"))] == [SentenceKind.ROW]


@given(st.sampled_from(NEWS), st.sampled_from(FURNITURE))
def test_furniture_within_a_paragraph_of_news_takes_none_of_it(news: str, furniture: str) -> None:
    paragraph = f"The ferry sank off Orsk on Monday and forty were saved. {news} {furniture}"
    assert not any(s.kind is SentenceKind.FURNITURE for s in split(make(paragraph)))


@given(texts)
def test_no_text_breaks_the_telling_of_furniture(text: str) -> None:
    assert is_furniture(text) in (True, False)
