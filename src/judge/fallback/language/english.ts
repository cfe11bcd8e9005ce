/** What agents say in English in place of an answer. */

import type { LanguagePatterns } from '../language_patterns.ts';
import { englishRefusals } from './english_refusals.ts';

const NOT_YET = "(didn't|did not|couldn't|could not|can't|cannot|can not|don't|do not|haven't|have not)";

export const english: LanguagePatterns = {
  language: 'en',
  common:
    'the and you your is are was i im ill ive that this it to of for with have has can could would do did what how not my me we our be will there an at if or please sorry on in from help let just dont didnt cant about want need any some please hello goodbye again thats',
  small:
    'yes no yeah yep nope okay ok thanks thank you please mm hm mhm uh huh right sure correct thats it is hello well',
  askedAgain: [
    'repeat',
    '(say|tell) (me)? (that|it) again',
    'once more',
    'one more time',
    'pardon',
    'what did you say',
    "(didn't|did not|couldn't) (catch|hear|get|understand)",
    'what was that',
    'come again',
  ],
  groups: [
    {
      tells: 'reprompt.no_match',
      reasons: ['understanding_failed'],
      say: [
        "(not|i'm not|unsure) (quite|entirely|really|exactly|completely|totally)? (sure|certain|clear)? (on|about|of)? what (exactly)? (you|your|that) (need|want|mean|meant|mean by that|are asking|are looking for|are trying|need help with|would like)",
        'unsure what you',
        'what do you mean',
        'what did you mean',
        'more (specific|detail|details|detailed)',
        "(don't|do not|didn't|did not) (quite|really|fully)? understand what you (need|want|mean|are asking|are looking for)",
      ],
      unless: [
        'for more (detail|details|information)',
        '(email|send|give you|tell you|provide you|share) * more (detail|details)',
        'more details (about|on) (the|your|our)',
      ],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['transcription_failed', 'understanding_failed'],
      say: [
        '(rephrase|reword|rephrasing|rewording)',
        '(put|say|phrase|ask|word|explain|express|describe) (it|that|this|your question|your request) (in)? (another way|differently|a different way|other words|a bit differently|some other way|using different words|with other words)',
        '(try|mind) (saying|asking|phrasing|wording)',
        'different (words|wording)',
        'in (a different|another) way',
      ],
      unless: ["(i'll|i will|let me|allow me to|i can|i could|to) (try to)? (rephrase|reword|put|explain)"],
    },
    {
      tells: 'reprompt.no_match',
      reasons: ['speech_not_detected', 'transcription_failed'],
      say: [
        'i (must have|may have|think i|might have)? missed (that|what you|it|the last|your last|some of that|part of that)',
        '(could|can|would|will) you (please|kindly|possibly|just)? (repeat|say) (that|it|this|yourself|what you|your question|your request|your answer|your response|your message|again)',
        '(mind|by) (repeating|saying) (that|it|this|yourself|what you|your question|your request|your answer)',
        'please (repeat|say) (that|it|this|yourself|what you|your question|your request|your answer|your response|again)',
        '(say|repeat|tell me) (that|it|this|what you said)? (again|once more|one more time|one time|a second time)',
        '(could|can|would|please) (you)? (please)? repeat (please|for me)?$',
        "^(hmm|um|uh|oh|ah)? (i'm|i am|so)? (sorry|pardon|excuse me|apologies|pardon me)? (but)? (sorry|pardon|pardon me|what was that|what was that again|come again|i beg your pardon|say again|what did you say|one more time|once more|again|could you say that again|say what)$",
        "^(sorry|pardon|excuse me|pardon me|i'm sorry) (what|what was that|what did you say|one more time|once more|again|come again|come again|say that again) (please)?$",
        '(what was that|come again|beg your pardon|one more time please|once more please|again please)$',
      ],
      unless: [
        "(i'll|i will|let me|allow me to|i can|i could|i'm going to|happy to|i'd be happy to|shall i|should i|want me to|like me to|for me to|me) (just|quickly|gladly|try to)? (repeat|say|read|tell|try)",
        '(repeat|say) (that|it|this|your) * (order|account|card|phone|telephone|booking|reference|policy|tracking|customer|postal|zip|member) (number|code|id)?',
        '(call|visit|see|try|check|contact) * again',
      ],
    },
    {
      tells: 'reprompt.no_match',
      say: [
        `${NOT_YET} (quite|really|fully|properly|clearly|seem to|exactly|fully)? (catch|caught|understand|understood|follow|grasp|comprehend|recognize|recognise|interpret) (that|it|this|you|what|which|your|anything|all|the last|any of|the question|the request|everything)`,
        `${NOT_YET} (quite|really|fully|properly|clearly|exactly)? (catch|understand|follow)$`,
        "(didn't|did not|haven't|have not|never) (quite|really|fully)? (get|got) (that|it|what|you|your question|your answer|your request|your last|any of|all)",
        `(couldn't|could not|can't|cannot|unable to|not able to) (quite|really)? make (that|it|this|you|any of that|what you said|out)`,
        `(unable|not able|wasn't able) to (quite|really|fully)? (understand|catch|recognize|recognise|interpret|process what|follow|make out)`,
        "(not|i'm not) (quite|really|entirely|sure i'm|sure i am)? (following|sure i (understand|follow|understood|caught|got|heard))",
        'not (quite)? sure (i|that i) * (understand|understood|follow|caught|heard|got)',
        '(having|have) (trouble|difficulty|a hard time) understanding',
        "(doesn't|does not|didn't|did not|that doesn't|don't) (quite)? make sense to me",
        '(that|it) (went|goes) over my head',
        "(i'm|am) (a bit|a little)? (confused|lost)",
      ],
      unless: [
        'understand (why|how you feel|how frustrating|how|your frustration|the frustration|if you)',
        '(connection|line|noise|noisy|static|background)',
        "(if you|you) (didn't|did not|don't|couldn't|can't|haven't)",
      ],
    },
    {
      tells: 'reprompt.no_input',
      say: [
        `${NOT_YET} (seem to|really|quite|currently)? (hear|heard|receive|received|get|got|detect) (anything|any|a response|a reply|an answer|a word|from you|you say|any response|any answer|your (voice|response|answer|reply))`,
        "(not|i'm not|i am not) (currently)? (hearing|getting|receiving|picking up) (anything|any|a response|a reply|you|from you|an answer)",
        "(didn't|did not|haven't|have not) (say|said) (anything|a word)",
        `(didn't|did not|can't|cannot|couldn't|don't) (seem to|still|actually)? hear (you|anyone|anybody|your response)`,
        'there was no (response|answer|reply|input)',
        "if (you're|you are) (speaking|talking|still there|there)",
      ],
      unless: [
        'hear you (very|too|so|that|all that)? (well|clearly|properly|over|because|with|right)',
        '(from you by|back from you)',
        '(bad|poor|noise|noisy|static)',
      ],
    },
    {
      tells: 'silence_ack',
      say: [
        '(are|is) (you|anyone|anybody|someone|somebody) (still)? (there|on the line|on the phone|with me|here|with us|listening|connected|around)',
        '^(hello)? (you)? still (there|with me)',
        '(can|do) you (still)? hear me',
        '(hello)? (did|have) (i|we) (lose|lost) you',
        "(i'm|i am) (still)? here (when|whenever|if)",
        "(there's|there is|in) no (rush|hurry)",
        'still here',
        'anybody (there|home)',
        'hello hello',
      ],
    },
    {
      tells: 'reprompt.audio_quality',
      say: [
        '(hard|difficult|tough) (for me)? to (hear|understand) you',
        '(hard|difficult|tough) to hear',
        '(trouble|difficulty|difficulties|hard time|struggling|problem|problems) (to)? (hear|hearing)',
        "(line|connection|audio|signal|sound|reception|call quality|sound quality|audio quality) (is|seems|sounds|was|isn't|appears) (really|very|quite|a bit|a little|so|to be|not)? (really|very|so|too|that)? (bad|poor|noisy|unclear|choppy|breaking|cutting|terrible|crackling|crackly|static|unstable|distorted|weak|good|clear|great|fuzzy|low)",
        '(bad|poor|weak|noisy|terrible|unstable) (line|connection|signal|reception|audio|sound)',
        "(you're|you are|your voice is|your audio is|your voice|it's|it is|the line is|the call is|keep|keeps) (kind of|really|very|a bit|a little|sort of|coming through|so|too)? (breaking up|breaking|cutting out|cutting in|dropping out|faint|muffled|garbled|distorted|choppy|too quiet|very quiet|quiet)",
        'background (noise|sound|sounds|music)',
        '(lot of|so much|too much|some) noise',
        '(noisy|loud) (there|where you are|around you|environment|in the background)',
        "(it's|is) (quite|very|pretty|rather|really|too)? (noisy|loud)",
        'speak (up|louder|a (bit|little) louder|more (loudly|clearly|slowly)|clearly|into|closer)',
        'speak a (bit|little) (louder|more)',
        '(nearer|closer) (to)? (the|your) (microphone|mic|phone|speaker|receiver)',
        '(can|could) (barely|hardly) hear',
        "(can't|cannot|couldn't|don't|didn't) (quite|really)? hear you (very|too|so|that|all that)? (well|clearly|properly|over)",
        '(quieter|less noisy) (place|spot|area|location|room)',
        '(somewhere|someplace) (quieter|quiet)',
        'lot of static',
      ],
      unless: [
        '(internet|wifi|router|modem|bluetooth|television|tv|headphones|headset|warranty)',
        'sorry to hear',
        '(complaint|complaints|report|reported) (about)?',
      ],
    },
    {
      tells: 'clarify',
      say: [
        '(could|can|would|may|might|please) (you|i)? (please|just|also)? (tell|give|read|repeat|spell|provide|share|say|have|get|take|enter|verify) * (number|code|name|address|date|email|birthday|birth|postcode|zip|account|phone|id|pin|reference|time|digits|city)',
        '(did|do) you mean',
        '^(certainly|sure|of course|okay|alright|great|and|so|perfect|thanks|thank you)? (and|so)? (what|which|when|where|how many) (is|was|day|date|time|one|of|order|number|account|size|color|colour|city|are|people)',
        '(which|what) (day|date|time|one|order|account|number|size|color|colour|kind|type|name)',
        `(can't|cannot|couldn't|could not|don't|did not|didn't) (seem to)? (find|see|locate) (an|any|that|the|your|a) (order|booking|account|reservation|record|appointment|number|match|customer)`,
        'read (it|that) (to me|back|out)? again',
      ],
    },
    {
      tells: 'confirm',
      say: [
        '(is|was|does|did i get) (that|this|it|all that) (all)? (sound|look|seem)? (correct|right|okay|accurate|good)',
        'just to (confirm|make sure|double check|be sure|be clear|verify|recap)',
        '(let me|so to|to) (just)? (confirm|recap|verify|summarize)',
        '(repeat|read) (that|it|this) back',
        'so you (said|would like|want|are looking)',
        'did i (get|understand) that (right|correctly)',
      ],
    },
    {
      tells: 'filler',
      say: [
        '(one|a|just a|just one|give me a|give me one) (quick|brief)? (moment|second|sec|minute)',
        'let me (just|quickly|go ahead and)? (check|look|see|find|pull|take a look|have a look|verify that|search|grab|get that)',
        '(bear|hang|stay) with me',
        '^(please)? (hang on|hold on)',
        "(i'm|i am) (just)? (looking|checking|pulling|searching)",
        '^(okay|sure|right)? (looking|checking|searching)',
      ],
      unless: [
        '(connect|transfer|put|forward|pass) (you|your|the call)',
        '(wait|take) a (moment|minute) (to|for)',
      ],
    },
    ...englishRefusals,
  ],
};
