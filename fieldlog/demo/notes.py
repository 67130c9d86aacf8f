"""What leaders of the demo agency typed, by cue: with a thumb, in the car, in their own words.

All invented. Words in braces are filled from SLOTS, so that a year of notes does not
repeat itself. Role words only, but for `SLIPS`: notes as they come on a long day, with
a name or a place in them, for whoever tries the privacy walls.
"""

from __future__ import annotations

from typing import Final

SLOTS: Final[dict[str, tuple[str, ...]]] = {
    "kin": ("grandma", "an aunt", "grandpa", "an uncle", "a great aunt", "an older cousin", "a godmother"),
    "child": (
        "the 4 yr old",
        "the 2nd grader",
        "the middle one",
        "the little one",
        "the 6 yr old",
        "the kindergartner",
    ),
    "parent": ("mom", "dad", "mom", "the parent", "grandma", "stepdad"),
    "n": ("two", "three", "four", "five", "six", "3", "4", "5"),
    "weeks": ("3 wks", "six weeks", "a month", "2 months", "10 weeks", "since spring"),
    "mins": ("35", "40", "45", "50", "55", "70", "80", "90"),
    "service": ("parenting class", "counseling", "an eval", "speech therapy", "respite", "day care"),
    "fix": ("a deposit", "a used washer", "a heater", "one tank of gas", "a crib", "bus fare", "a lock for the door"),
    "bill": ("heat", "water", "power", "rent", "propane"),
    "helper": ("the church van", "a neighbor", "the school secretary", "the food pantry", "the tribe's family program"),
    "place": ("gas station", "library", "school lot", "truck stop", "clinic lot"),
    "food": ("crackers", "a granola bar", "cold coffee", "half a sandwich", "nothing"),
}

NOTES: Final[dict[str, tuple[str, ...]]] = {
    # worker safety
    "checkin_set": (
        "texted the office at the door and again when we left, they texted back in a minute",
        "Supervisor had the address window and knew to call at the hour. Felt different going in.",
        "worker set a timer w/ the desk before the drive. nobody told her to",
        "code word agreed before we left, first time ive seen that used",
    ),
    "no_signal": (
        "no bars from the county line on, {mins} min of nothing",
        "phone dead zone at the door. no radio no sat phone. if it goes bad you drive back to the {place}",
        "Worker stands on the porch rail to get one bar. Says everybody knows that spot",
        "lost signal before the turn, got it back {mins} min later. office had no idea where we were",
    ),
    "hazard_unknown": (
        "two big dogs loose, nothing in the file. we waited in the car till {parent} came out",
        "hunting rifle by the door, fine, but nobody had asked",
        "found out there was a no contact order when he opened the door",
        "floor soft by the kitchen, worker's foot went thru. not in any note",
    ),
    "hazard_briefed": (
        "she looked up the dogs, the road and the last {n} visits before we left",
        "worker called ahead and asked them to tie the dog. simple",
        "Briefed at the desk, five minutes, everybody calmer",
    ),
    "alone_late_far": (
        "asked for a second person, none free, went anyway. dark by 5",
        "{mins} minutes from the nearest deputy and just the two of us bc i came along. normally one",
        "worker would have been alone for this if not for the ride along",
        "after hours call, gravel road, no one on the other end",
    ),
    "exit_kept": (
        "parked nose out, keys in hand, sat nearest the door. habit",
        "She moved her chair so the hallway was behind her. nobody noticed but me",
        "worker never sits on the couch side. told me why later",
    ),
    "debriefed": (
        "peer called on the drive back just to ask how it went",
        "supervisor texted u ok? before we hit the highway",
        "Ten minutes in the lot talking it down. That was not on any schedule",
    ),
    "near_miss_unrecorded": (
        "threat last month at this door, not written anywhere. the next worker wont know",
        "car was followed to the {place} in the spring. she told me, nobody else",
        "he punched the wall next to her once. 'its just part of it'",
    ),
    # poverty or neglect
    "means_would_fix": (
        "heat off nine days. a deposit would fix it. report said neglect",
        "no beds bc no truck to haul them. one truck one afternoon and this closes",
        "{bill} shut off, {n} kids, two jobs. take the bill away and i see nothing else",
        "Missed {n} appts. No car. Its {mins} miles round trip",
        "fridge near empty the week before the check, full the week after. same mom",
        "washer broke so kids smell at school so we got a call",
    ),
    "tried_for_help": (
        "{parent} called three agencies before us. waitlist, waitlist, wrong county",
        "had the form filled out in a folder. needed a fax",
        "she asked for {service} in the spring. {weeks} wait",
        "walked to the assistance office, closed for lunch, walked back w/ the stroller",
    ),
    "concrete_help_given": (
        "worker had a gas card in her bag, gave it, done",
        "{fix} paid for today out of flex money. took one phone call",
        "brought a car seat. {parent} cried",
        "got the {bill} turned back on before we left the driveway",
        "Pantry box in the trunk. Not policy. Should be",
    ),
    "nothing_to_offer": (
        "plan says {service}. nobody here does it. we had a pamphlet",
        "worker had nothing in her hands but paper",
        "{parent} asked what can you do for us. long quiet",
        "emergency fund was out by the 9th",
    ),
    "labels_used": (
        "report says filthy. i saw dishes and a hole in the floor",
        "'non compliant' = no ride to group",
        "file says hostile. he was scared, i would be too",
        "'chaotic home' was three kids and one adult at dinner time",
    ),
    "double_standard": (
        "same clutter as my sisters house. nobody calls on my sister",
        "kid home alone 40 min after school. In my neighborhood thats called latchkey",
        "beer in the fridge was in the report. One beer",
    ),
    "means_unused": (
        "voucher sat on the counter {weeks}. didnt ask why. should have",
        "ride was offered twice and waiting outside, {parent} didnt come out",
    ),
    # rural practice
    "long_drive": (
        "{mins} miles each way for a {n} min visit bc the next one couldnt move",
        "three hrs of road today, dropped the school visit to make it",
        "210 miles. She eats while driving and calls it lunch",
        "half the day is windshield",
    ),
    "service_absent": (
        "nearest {service} is two counties over",
        "{service} wait is {weeks}, court deadline is sooner. nobody can do that math",
        "provider quit, contract says we still have one",
        "the dentist who takes the card comes once a month",
    ),
    "no_transport": (
        "one car for {n} adults and it was at work",
        "license suspended over a fine so no way to group, so no reunification",
        "truck died. {mins} miles to the courthouse. we ordered {n} things that need a truck",
        "no bus out here. never was",
    ),
    "no_broadband": (
        "tele visit froze {n} times, judge moved on",
        "mom does tele counseling from the {place} bc of wifi",
        "our own system timed out, worker wrote it on her hand",
    ),
    "known_each_other": (
        "worker's kid is in class w/ this kid. everybody knew why we were parked there",
        "they see each other at the feed store. she asked who else could take it, no one",
    ),
    "neighbours_filled_gap": (
        "{helper} gets the kids to school when the creek is up",
        "{kin} watches all {n} on shift nights. no paper on it, works fine",
        "neighbors plow them out before we can get there",
        "{helper} found beds in a day. we had {weeks} on a list",
        "school keeps a closet, shoes coats and no questions",
    ),
    # community engagement
    "community_helped": (
        "{helper} was in the living room before us and stayed after",
        "peer parent sat next to {parent} the whole meeting",
        "{helper} brought supper. family ate, then talked",
        "coach picks him up for practice, hasnt missed",
    ),
    "trusted_unlisted": (
        "she'd call {kin} first. not on our form",
        "the barber knows more about this family than our file",
    ),
    "feared_us": (
        "didnt take the baby to the clinic bc they might call us",
        "{parent} wont ask the school for help. 'then you come'",
        "curtains moved all down the road when we parked",
        "they put off the ER because of us. that one stays",
    ),
    "needs_met": (
        "interpreter in the room not on the phone. whole different visit",
        "worker spoke their language, {parent} sat up straight",
        "asl interpreter booked by the worker herself on sunday",
    ),
    "needs_unmet": (
        "the 9 yr old translated. again",
        "forms in english only. he signed anyway",
        "steps and a wheelchair and we hold the meeting upstairs",
    ),
    "asked_before": (
        "they asked for a ride board at the spring meeting. asked again today. still no",
        "'you people came last year and wrote it down too'",
    ),
    "lived_experience_voice": (
        "parent partner wrote half the plan, better half",
        "dad who got his kids back talked to this dad on the porch. 20 min. worth a month of us",
        "foster alum told us what to cut from the letter",
    ),
    # protective factors
    "resilience": (
        "lost the job mon, by thu had two shifts and a sitter lined up",
        "{parent} stepped outside when it got loud, came back calm. did that on their own",
        "car broke, walked {child} to school {n} days",
        "she said i was about to yell so i put the music on",
    ),
    "connections": (
        "named {n} people who'd come tonight if called",
        "{kin} was on the porch when we pulled up and on the phone when we left",
        "whole row of trailers knows whose kid is whose",
        "{helper} checks in every wed",
    ),
    "knows_child": (
        "{parent} knew the nap the rash and the song that works",
        "told us the toddler bites when tired and what to do, and did it",
        "he read the school letter to me and explained it better than the school",
    ),
    "support_found": (
        "{parent} got on at the pantry and wic without us",
        "has the number for {service} on the fridge and used it",
        "asked {kin} for money once, paid it back, asked again. fine",
    ),
    "child_competence": (
        "{child} fell, ran to {parent}, got a hug, went back to playing",
        "{child} said im mad bc you were late. used words",
        "showed me the drawings. named every feeling in them",
        "{child} brought me a book. then another book",
    ),
    "strength_said_aloud": (
        "worker said out loud you kept them fed all month, {parent} looked at the floor and smiled",
        "She wrote the strength first, problem second. Read it to them",
        "told grandma 'you are the plan'",
    ),
    "strength_missed": (
        "{kin} next door does bedtime every night. not in the plan",
        "dad shows for everything, plan only talks about mom",
        "homework on the fridge, beds made. plan orders a parenting class",
    ),
    # worker resilience
    "no_break": (
        "{food} between visits two and five",
        "no bathroom since 9. says its normal",
        "lunch was {food} at the {place}",
    ),
    "work_carried_home": (
        "{n} calls on the drive home, all work",
        "notes at the kitchen table till 11. Every night this wk",
        "court papers in the passenger seat, thats where i sat",
    ),
    "heavy_story": (
        "she told me about a removal years back. she still drives around that street",
        "offered, not asked: the baby case. quiet for ten miles",
    ),
    "worth_it": (
        "a kid she placed w/ kin waved from the bus. she talked about it the whole way",
        "'thats why' when the door opened and the baby was laughing",
        "closed one today the good way. we got ice cream",
        "family sent a graduation picture, its on the visor",
    ),
    "peer_first_call": (
        "first call after was to the desk next to hers",
        "two workers trade hard doors. they made that up themselves",
        "called her supervisor from the lot, got a real person",
    ),
    "nobody_to_call": (
        "who do you call after one like that? 'nobody, you'",
        "whole team is new. no one to ask",
    ),
    "small_help": (
        "pulled over by the river for five minutes, windows down",
        "laughed till we cried about the goat",
        "{parent} said thank you. she repeated it twice on the drive",
        "music on between doors, not the phone",
    ),
    # leadership support
    "supervisor_reached": (
        "needed a yes for the hotel, got it in {n} minutes",
        "supervisor picked up on the second ring at 6 pm",
        "on call answered. decision made in the driveway",
    ),
    "waited_for_decision": (
        "waited {mins} min in the car for a yes to spend 60 dollars",
        "sat in the {place} till county called back. kids in the back seat",
        "{n} signatures for a bus pass",
    ),
    "supervision_reflective": (
        "supervision was about what scared her, then deadlines. in that order",
        "her supervisor asked what do you need, then shut up",
        "talked through why this family gets to her. 20 min, real talk",
    ),
    "rule_in_the_way": (
        "kin cant take them bc bedroom is 8 sq ft short. same kids sleep there weekends",
        "form needs a street address, they have a mile marker",
        "background check {weeks} for her own aunt",
        "flex money cant buy tires. tires are the whole problem",
    ),
    "expected_blame": (
        "left kids w/ {kin}, right call, already writing her defense",
        "'if it goes wrong its my name' said w/out heat",
    ),
    "expected_backing": (
        "made the call at the table. 'they'll back me' and meant it",
        "new worker took a risk on kin, knew who would stand next to her",
    ),
    "equipment_missing": (
        "no car seats left. borrowed from the last family",
        "interpreter line 40 min hold",
        "county car has a light on, {weeks}",
        "laptop dies at noon, charger doesnt fit the car",
    ),
    "told_before": (
        "told me abt the radios. told us last year too, my name is on that email",
        "she raised the form thing at {n} staff meetings. i was at two",
    ),
}

# Words without a cue: (issues, lean, note).
WORDS_ONLY: Final[tuple[tuple[tuple[str, ...], str, str], ...]] = (
    (("protective_factors",), "strength", "house was loud and warm. kids were fine"),
    (
        ("protective_factors", "community_engagement"),
        "strength",
        "sunday dinner is {n} families. that is the safety plan",
    ),
    (("worker_resilience",), "strength", "she hums before she knocks. does it every time"),
    (("rural_practice", "worker_safety"), "concern", "bridge out so we took the long way, no one knew the long way"),
    (("leadership_support",), "concern", "i did not know we still make them fax. i sign that policy"),
    (("community_engagement",), "strength", "librarian lets families print court papers free"),
    (
        ("poverty_bias", "leadership_support"),
        "concern",
        "sixty dollars would have done it. nobody out here can say yes to sixty dollars",
    ),
    (("poverty_bias",), "strength", "worker asked what would help before she asked what happened"),
    (("leadership_support",), "strength", "director answered her own email. worker showed me like a trophy"),
    (("rural_practice",), "strength", "school bus driver waits if the light is off. knows every kid"),
)

# As they come on a long day. Never shared beyond the team.
SLIPS: Final[tuple[tuple[str, str, str], ...]] = (
    ("tried_for_help", "strength", "rosa called three agencies before us"),
    ("no_signal", "concern", "no signal past cedar hollow rd, last house on the left"),
    ("connections", "strength", "Miss Lorene next door has them every night til 7"),
    ("service_absent", "concern", "dr patel wont take the card anymore, next one is two hrs"),
    ("double_standard", "concern", "case 24-01932, beer in the fridge, thats the whole report"),
    ("resilience", "strength", "since 3/14 he hasnt missed a visit, walks from the bryson place"),
    ("neighbours_filled_gap", "strength", "only triplets in the county and the whole church knows their feeding times"),
)

REFLECTIONS: Final[dict[str, tuple[str, ...]]] = {
    "unwritten_safety": ("She parks nose out and counts the doors. I never taught that and never thanked it.",),
    "minutes_until_help": ("Fifty. And it was my signature on the map that made it fifty.",),
    "beyond_a_check": ("Nothing, today. Take the bill away and there was no case in that room.",),
    "whose_yardstick": ("Mine. My kitchen. They would have used whether the kids laughed.",),
    "never_driven_this_road": ("The monthly face to face rule, as written. It counts doors and not miles.",),
    "stand_behind_place": ("The school closet. It needs two hundred dollars and no form.",),
    "who_knew_before_us": ("The bus driver. We have never once asked a bus driver.",),
    "say_in_public_room": ("That we came with paper when they needed a heater. I can say that one.",),
    "strength_behind_problem": ("He had labeled every shelf for the kids. I walked past it twice.",),
    "build_on_strength": ("A gas card for grandma instead of a class for mom.",),
    "what_was_swallowed": ("The story about the old case. It went into the windshield, same as mine used to.",),
    "load_to_take_off": ("The duplicate visit form. I can end that by Friday and I have known for a year.",),
    "known_below_me": ("The radios. Rank kept it there, and my calendar.",),
    "do_myself_by_when": ("Call county about the flex fund rule by the 15th. I will text her what they said.",),
    "first_year": ("My first supervisor drove me home once and did not talk. That was the empathy.",),
    "follow_the_ripple": ("I passed on hurry. At the other end a four year old got a short goodbye.",),
    "who_listened": ("To the worker for six hours. Up my own line, I honestly can't recall.",),
    "between_your_ears": ("Distance, mostly. One ride a month, first Tuesday, from now on.",),
    "working_from_empathy": ("She sat on the floor. I will tell that at the all staff, with her leave.",),
    "say_it_then_ask": (
        "Poverty met me at every door. First step is a flex card in each car, I go first, by month end.",
    ),
}

# (what, for whom, reason where it cannot be done)
PROMISES: Final[tuple[tuple[str, str, str], ...]] = (
    ("A way to call for help in every car that leaves the paved road", "unit", "The dealer has none before spring."),
    ("Gas cards in every worker's bag, restocked on the first", "unit", "Finance needs a new policy first."),
    ("Ask county to raise what a worker can spend the same day", "worker", "The limit is set in state rule."),
    ("Tell the worker what came of the form she raised", "worker", ""),
    (
        "Find out who can do speech therapy by video, and where there is a quiet room",
        "family",
        "No provider took it on.",
    ),
    ("End the second visit form", "unit", "The court still asks for it."),
    ("Bring the ride board question back to the community meeting", "community", ""),
    ("Ask the school whether the clothes closet can use our help", "partner", ""),
    (
        "Put kin who already help into the plan template, first page",
        "agency",
        "Wait for the next release of the system.",
    ),
    (
        "Interpreter in the room, not on the phone, for first visits",
        "family",
        "Two languages have nobody within 100 miles.",
    ),
    ("Carve out one hour after a hard visit, no meetings", "worker", ""),
    ("Winter kits in all county cars", "unit", ""),
)

ANSWERS: Final[tuple[str, ...]] = (
    "Thank you for writing this down. I asked the worker how she is; we talked for half an hour.",
    "I raised this with county today. Answer expected by the end of the month.",
    "Flex money can pay for this. I'll show the team how at Thursday's huddle.",
    "You are the third to say this since spring. It goes to the top of my list.",
    "Good to read. I told the team, without saying which visit.",
    "We have two spare radios. They are in the unit's car from Monday.",
    "Can you say more about what would have helped? Call me, no form.",
)
