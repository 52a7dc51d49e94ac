"""What the story of a page is made of. Every block has its template in ``templates/cms/blocks/``."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from core.art.landscape import Subject

DRAWINGS = [
    (Subject.TERRACES.value, _("Rice terraces")),
    (Subject.HOUSE.value, _("An old house")),
    (Subject.LIBRARY.value, _("A library")),
    (Subject.SCHOOL.value, _("A school")),
    (Subject.BUS.value, _("A bus")),
    (Subject.RADIO.value, _("A radio mast")),
    (Subject.FOREST.value, _("A forest")),
    (Subject.ORCHARD.value, _("An orchard")),
    (Subject.MARKET.value, _("A market")),
    (Subject.SNOW.value, _("Snow")),
    (Subject.LANTERNS.value, _("A lantern festival")),
    (Subject.BOAT.value, _("A boat")),
    (Subject.LIGHTHOUSE.value, _("A lighthouse")),
    (Subject.TRAIN.value, _("A train")),
    (Subject.BRIDGE.value, _("A bridge")),
    (Subject.MILL.value, _("A water mill")),
]
PROSE = ["bold", "link", "ol", "ul"]


class HeadingBlock(blocks.StructBlock):
    """A heading of the story."""

    text = blocks.CharBlock(label=_("Heading"), max_length=60)
    level = blocks.ChoiceBlock(
        label=_("Level"), choices=[("h2", _("Section")), ("h3", _("Part of a section"))], default="h2"
    )

    class Meta:
        icon = "title"
        label = _("Heading")
        template = "cms/blocks/heading.html"


class PictureBlock(blocks.StructBlock):
    """A photo, what it shows and who took it. People only with their consent."""

    image = ImageChooserBlock(label=_("Image"))
    alt = blocks.CharBlock(
        label=_("What it shows"),
        max_length=150,
        help_text=_("For those who cannot see it: what matters for the project."),
    )
    caption = blocks.CharBlock(label=_("Caption"), max_length=120, required=False, help_text=_("Place and month."))
    credit = blocks.CharBlock(label=_("Credit"), max_length=60, required=False)

    class Meta:
        icon = "image"
        label = _("Image")
        template = "cms/blocks/picture.html"


class IllustrationBlock(blocks.StructBlock):
    """A drawing made by code; the same seed gives the same picture."""

    subject = blocks.ChoiceBlock(label=_("Subject"), choices=DRAWINGS, default=Subject.TERRACES.value)
    seed = blocks.RegexBlock(
        label=_("Seed"),
        regex=r"^[a-z0-9-]{1,40}$",
        help_text=_("Small letters and digits; another seed, another picture."),
    )
    alt = blocks.CharBlock(label=_("What it shows"), max_length=150)
    caption = blocks.CharBlock(label=_("Caption"), max_length=120, required=False)

    class Meta:
        icon = "site"
        label = _("Illustration")
        template = "cms/blocks/illustration.html"


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words."""

    text = blocks.TextBlock(label=_("Words"), max_length=300)
    speaker = blocks.CharBlock(label=_("Who says so"), max_length=60, required=False)

    class Meta:
        icon = "openquote"
        label = _("Quote")
        template = "cms/blocks/quote.html"


class FigureBlock(blocks.StructBlock):
    """One number that tells something."""

    label = blocks.CharBlock(label=_("Label"), max_length=30)
    figure = blocks.CharBlock(label=_("Figure"), max_length=16)
    unit = blocks.CharBlock(label=_("Unit"), max_length=10, required=False)
    context = blocks.CharBlock(label=_("What it means"), max_length=80, required=False)


class FiguresBlock(blocks.StructBlock):
    """Number tiles. Sums raised never stand here: they come from the books."""

    tiles = blocks.ListBlock(FigureBlock(), label=_("Figures"), min_num=2, max_num=4)

    class Meta:
        icon = "order"
        label = _("Figures")
        template = "cms/blocks/figures.html"


class StepBlock(blocks.StructBlock):
    """One station of a timeline."""

    day = blocks.CharBlock(label=_("When"), max_length=40)
    text = blocks.TextBlock(label=_("What happens"), max_length=200)
    state = blocks.ChoiceBlock(
        label=_("State"), choices=[("past", _("Done")), ("now", _("Now")), ("next", _("To come"))], default="next"
    )


class TimelineBlock(blocks.StructBlock):
    """What happened and what will happen."""

    title = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    steps = blocks.ListBlock(StepBlock(), label=_("Stations"), min_num=2, max_num=12)

    class Meta:
        icon = "history"
        label = _("Timeline")
        template = "cms/blocks/timeline.html"


class PersonBlock(blocks.StructBlock):
    """Somebody who takes part."""

    name = blocks.CharBlock(label=_("Name"), max_length=40)
    role = blocks.CharBlock(label=_("Role"), max_length=60, required=False)
    text = blocks.CharBlock(label=_("In one sentence"), max_length=120, required=False)


class PeopleBlock(blocks.StructBlock):
    """Who does it."""

    title = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    people = blocks.ListBlock(PersonBlock(), label=_("People"), min_num=1, max_num=8)

    class Meta:
        icon = "group"
        label = _("People")
        template = "cms/blocks/people.html"


class CallBlock(blocks.StructBlock):
    """An invitation to give, inside the story. It disappears when the campaign takes no donations."""

    text = blocks.CharBlock(label=_("Sentence"), max_length=120)

    class Meta:
        icon = "pick"
        label = _("Call to give")
        template = "cms/blocks/call.html"


class QuestionBlock(blocks.StructBlock):
    """A question and its answer."""

    question = blocks.CharBlock(label=_("Question"), max_length=100)
    answer = blocks.RichTextBlock(label=_("Answer"), features=PROSE)


class QuestionsBlock(blocks.StructBlock):
    """Questions and answers."""

    title = blocks.CharBlock(label=_("Heading"), max_length=60, required=False)
    questions = blocks.ListBlock(QuestionBlock(), label=_("Questions"), min_num=1, max_num=20)

    class Meta:
        icon = "help"
        label = _("Questions and answers")
        template = "cms/blocks/questions.html"


class GalleryBlock(blocks.StructBlock):
    """Several photos side by side."""

    pictures = blocks.ListBlock(PictureBlock(), label=_("Images"), min_num=2, max_num=6)

    class Meta:
        icon = "image"
        label = _("Gallery")
        template = "cms/blocks/gallery.html"


class TextBody(blocks.StreamBlock):
    """The body of a page that only tells."""

    heading = HeadingBlock()
    paragraph = blocks.RichTextBlock(
        label=_("Paragraph"), icon="pilcrow", features=PROSE, template="cms/blocks/paragraph.html"
    )
    picture = PictureBlock()
    illustration = IllustrationBlock()
    figures = FiguresBlock()
    questions = QuestionsBlock()


class StoryBody(TextBody):
    """The body of a campaign's page. Its questions and answers are shown on a page of their own."""

    gallery = GalleryBlock()
    quote = QuoteBlock()
    timeline = TimelineBlock()
    people = PeopleBlock()
    call = CallBlock()
