/** What agents say in English when they refuse, fail, hand over or end a call: the rest of english.ts. */

import type { PhraseGroup } from '../language_patterns.ts';

const ABLE_NOT =
  "(can't|cannot|can not|couldn't|could not|won't be able to|will not be able to|am not able to|are not able to|i'm not able to|we're not able to|not able to|unable to)";
const PERSON =
  '(human|humans|person|people|agent|representative|rep|colleague|colleagues|specialist|operator|advisor|adviser|supervisor|manager|someone|somebody|team|department|staff|member|expert|nurse|receptionist|associate|consultant|technician|support|sales|billing|coworker)';
const MONEY =
  '(euro|euros|dollar|dollars|pound|pounds|money|fund|funds|payment|savings|balance|file|files|data|points|miles|shares)';

export const englishRefusals: readonly PhraseGroup[] = [
  {
    tells: 'out_of_scope',
    say: [
      '(outside|out of|beyond) (of)? (what (i|we)|my|our|the|here)',
      'out of scope',
      "(can|could|am|i'm|we're|able to) only (able to|here to|set up to|trained to|designed to|really)? (able to)? (help|assist|answer|handle|support|talk|discuss|deal|book|provide|respond)",
      "(i'm|i am|we're|we are) (only|just|specifically)? (here|designed|trained|set up|built|meant|programmed) (only|just|specifically|solely) (to|for)",
      "(i'm|i am) (specialized|specialised|focused) (in|on) ",
      "(isn't|is not|not) (really)? (something|a topic|an area|a service|part of) (that)? (i|we|what i|what we|our|my) (can|am able|handle|deal|cover|do|discuss|offer|help|service|services)?",
      "(we|i) (don't|do not) (handle|deal with|cover|cater|offer|provide|sell|do) (that|this|those|these|such)",
      '(unrelated|not related) to',
      '(help|assist) (you)? (only)? with (questions|matters|topics) (about|related|regarding) * only',
      "(not|isn't) (in|within) my (area|scope|expertise|wheelhouse|power)",
    ],
    unless: [
      'out of (the|my|our) (office|country|stock|way|box)',
      'outside (of)? (our|the) (opening|business|working|office|building|house|door)',
      'beyond (the|our) (date|deadline)',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['complex_query'],
    say: [
      '(someone|somebody|person|colleague|specialist) who knows',
      'more than i (do|know|can)',
      'too (complex|complicated)',
      '(rather|quite|bit) complicated for me',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['sensitive_topic'],
    say: [
      '(qualified|licensed|medical|legal|financial|healthcare|mental health) (professional|professionals|advisor|adviser|expert)',
      `${ABLE_NOT} (give|offer|provide|comment) * (legal|medical|financial|tax|investment) (advice|opinion)?`,
      'not (able|qualified|allowed) to (give|offer|provide|discuss)',
      '(consult|speak to|talk to|see|ask) (a|your|with a|with your) (lawyer|doctor|physician|attorney|solicitor|accountant|therapist)',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['default'],
    say: [
      '(still|only) learning',
      'i wish i (knew|could)',
      'no (room|area|device|list|contact|account|user|item|entry|timer|thing|such) (with|by|of|called|named|in) ',
      "(something|anything) (i've|i have) been (trained|taught|told)",
      'drawing a blank',
      "(feature|option|function) (is|isn't|is not) (not|currently)? (available|supported)",
      "(you've got|you have) me (there|stumped)",
      "(don't|do not) (seem to)? (recognize|recognise) (that|any|a) (room|device|area|name|command)",
      'beyond my',
      'over my pay',

      `(i|we|i'm|we're|am|are|unfortunately|currently|still|but) (unfortunately|just|simply|currently|really|also|afraid i|sorry but i|sorry i|sorry|still|am|are)? ${ABLE_NOT} (directly|currently|really|actually|just|fully|completely)? (help|assist|do|answer|change|give|provide|offer|process|access|make|share|discuss|comment|advise|modify|update|book|cancel|complete|tell|perform|handle|resolve|look that|control|waive|refund|speak|talk|accommodate|fulfill|set|turn|open|support|arrange|issue|guarantee|say|respond)`,
      "(don't|do not|doesn't) (actually|currently|really|quite|yet)? know (an|the|any|that|enough|much|how|about|anything|of any|what|which|where|who|when)",
      "(don't|do not|doesn't) (actually|currently|really|yet)? have (an|the|any|that|enough|much|a|any more)? (specific|more|further|such|good|direct)? (answer|answers|information|info|details|access|data|record|records|knowledge|permission|way|ability|option|capability|clue|authority)",
      "(don't|do not) (actually|really)? know$",
      "i (don't|do not) know (that|this|it)",
      '(have|got) no (idea|information|answer|knowledge|record of that|clue)',
      "(am|i'm|we're|are) not (sure|certain) (how|about that|i can|that i can|of that|i know|of the answer)",
      "(am|i'm|not) (not)? (aware|familiar|authorized|authorised|allowed|permitted) (of|with|to) (any|that|this|a|do|make|share|give|change|discuss)?",
      '(needs|requires|best|better) (to be)? (discussed|handled|answered|dealt with)',
      "(isn't|is not|not) (possible|something i can do|supported|an option|available to me)",
      'beyond me',
      "(haven't|have not) (learned|been taught|been trained)",
      'does not support',
      "doesn't support",
    ],
    unless: [
      `${ABLE_NOT} (quite|really)? (hear|understand|catch|make (that|it|out|you))`,
      '(if|when|in case|so that|because) you (can|cannot|cant|could)',
      "(you|he|she|they) (can't|cannot|don't|do not|won't|couldn't) ",
      '(not aware|not sure) (if|whether) you',
      "(don't|do not) have (any|an) (questions|allergies|appointment|reservation|account)? yet",
      "can't (say|wait|thank|help but)  ",
      'do you (know|have)',
      "(don't|do not) have to",
      "(don't|do not) know (if|whether) you",
      '(can|could|able to) (only)? help you with',
    ],
  },
  {
    tells: 'technical_error',
    reasons: ['connection_lost'],
    say: [
      '(got|were|was|been|be) (cut off|disconnected)',
      '(lost|dropped) (you|the connection|our connection|the call)',
      'connection (was|got|has been) (lost|cut|dropped|interrupted)',
      '(i am|im|and) back (now)?$',
    ],
  },
  {
    tells: 'technical_error',
    reasons: ['timeout'],
    say: [
      '(trying|try) (that|it|this) (once more|again|one more time)',
      'taking (longer|a bit longer|a little longer|too long)',
      'timed out',
      "(isn't|is not|not|aren't) (currently)? responding",
    ],
    unless: [
      '(you|could you|can you|please|would you) (to)? (please|just)? try',
      '(delivery|shipping|repair|order)',
    ],
  },
  {
    tells: 'technical_error',
    say: [
      'technical (difficulty|difficulties|issue|issues|problem|problems|error|errors|trouble|glitch|hiccup|fault)',
      '(having|experiencing|encountered|encountering|running into|ran into|facing|hit) (a|an|some|any)? (little|bit of|few|small|temporary|unexpected|connection|system)? (of)? (issue|issues|problem|problems|error|errors|trouble|glitch|outage|snag|hiccup|difficulty|difficulties)',
      '(there|there was|there is|been) (a|an|some) (unexpected|internal|unknown|system|temporary|connection|network|server|processing)? (error|problem|issue|glitch|hiccup) (while|when|with (my|our|the system|the server|processing|that|this request)|processing|on (our|my)|connecting|trying|in)?',
      '(system|systems|server|servers|service|network|website|app|database|platform|software|computer|computers) (is|are|seems|seem|appears|was|were|has|went) (to be|currently|temporarily|just|both|all|a bit|been|gone|running)? (down|unavailable|slow|offline|not working|having|experiencing|acting up|unreachable|frozen|crashed|temporarily)',
      '(something|things|that) (went|has gone|seems to have gone|have gone|is going|did not go|gone) wrong',
      '(unexpected|internal|unknown|system|server) error',
      'error (occurred|happened|has occurred|while|processing|came up|on our)',
      `(couldn't|could not|can't|cannot|unable to|failed to|not able to) (seem to)? (reach|connect to|contact|communicate with|access) (the|our|my) (server|service|system|systems|database|calendar|backend)`,
      'try again (later|in a (few|little|moment|minute))',
      '(is|are) (currently|temporarily) unavailable',
      "(not|stopped|quit|isn't) working (right|properly|at the moment|right now|on (our|my))",
    ],
    unless: [
      'sorry (to hear|that you|you|about your|for the inconvenience your)',
      "(you're|you are|you were|you've|you have|you) (been)? (having|experiencing|seeing|facing|running|encountered|encountering)",
      '(what|which|any|kind of|describe|report|solve|fix|resolve|troubleshoot|about) (kind of|type of|exactly is|is|the|your|a|this|that|any)? (the|your)? (technical|error|problem|issue|trouble)',
      '(error|problem|issue|trouble) with (your|the order|the product|the delivery|the item)',
      '(agents|representatives|advisors|colleagues|doctors?|lines) (is|are) (currently|temporarily) unavailable',
      '(went|gone) wrong with (your|the)',
    ],
  },
  {
    tells: 'handover.offered',
    say: [
      `(would you|do you|did you|shall i|should i|can i|may i|could i|want me|if you|if you'd|i can|i could|we can|happy to|i'd be happy|would it help) * (connect|transfer|transferred|connected|put|pass|hand|forward|escalate|speak|talk|speaking|get you|have) * ${PERSON}`,
      '(would you|do you|shall i|should i|can i|may i|want me|like me|prefer me|i can|i could|i can also|happy to) * (connect|transfer|put|pass|hand|forward|escalate) (you|you through|this|your call|the call)',
      `(would you|do you) (like|want|prefer|rather|wish|need) (to)? (a|an|speak|talk|to speak|to talk|be) (to|with|connected|transferred|put)? * ${PERSON}`,
    ],
    unless: [
      MONEY,
      '(leave|have) (a|you)? (message|your name)',
      "(can't|cannot|unable|not able|couldn't)",
      '(do you|would you) (have|like) (a|any|an)? (support|account|appointment)',
      '(call|calling) you (later)? (tomorrow|on)',
      '(sales|billing) (address|question|tax)',
    ],
  },
  {
    tells: 'handover.done',
    say: [
      '(transferring|connecting|forwarding|redirecting|rerouting|routing|escalating|patching) (you|your call|this call|the call|your case|this|now|to)',
      '(putting|passing|handing|sending|getting) (you|your call|this call|this) (now)? (through|over|on|off|to|along)',
      `(let me|let's|i'll|i will|i'm going to|i am going to|i'm gonna|we'll|we will|going to|while i|i shall|i need to|i'll need to|i will need to|i'll have to|i have to|i've to|i must|i'd like to|allow me to|have) (now|just|quickly|go ahead and|immediately|to)? (transfer|connect|forward|redirect|reroute|route|patch|refer) (you|your call|this call|the call|your request)`,
      `(let me|i'll|i will|i'm going to|i am going to|we'll|going to|while i|i need to|i'll need to|i'll have to|i have to|allow me to) (now|just|quickly|go ahead and|immediately)? (put|pass|hand) (you|your call|this call|this|the call) (now)? (through|over|on|off|in touch|to)`,
      `(let me|i'll|i will|i'm going to|going to|while i|i need to|allow me to) (now|just|quickly|go ahead and)? (get|bring|find|grab|fetch) (you|in)? (over)? (to|a|an|my|our|one of|someone|somebody) * ${PERSON} (on the line|who|for you|to help|to assist|that can|now|on)`,
      `get you (over|across|through)? to (a|an|our|my|the|one of|someone|somebody)`,
      `(escalate|escalating|escalated) (this|your|the|it|you)`,
      `(a|an|our|my|the|one of our|another) ${PERSON} (member|who)? (will|is going to) (be with you|take over|join|pick up|be on the line|take your call|assist you shortly|help you shortly|be right with you)`,
      `you (are|will be|are being|have been|are now being) (now)? (transferred|connected|put through|handed|redirected) `,
      '(stay|remain|hold) (on the line|the line)? * (connect|transfer|put) (you|your call)',
      '(call|case) (is being|has been|will be) (transferred|escalated|forwarded)',
    ],
    unless: [
      MONEY,
      '(would you|do you|shall i|should i|can i|may i|could i|want me|like me|before i|if i|if you|whether) ',
      "(can't|cannot|unable|not able|couldn't|don't|won't)",
      '(wifi|network|internet|bluetooth|device|thermostat)',
      'i can ',
      'i could ',
    ],
  },
  {
    tells: 'hangup.polite',
    say: [
      "(i'll|i will|i'm going to|i am going to|going to|have to|need to|we'll|we will|let me|must|i'll have to|gonna) (now|have to|need to|go ahead and|just)? (end|close|terminate|finish|conclude|drop) (the|this|our|your) (call|conversation|line|session|chat|phone call)",
      "(i'll|i will|i'm going to|i am going to|going to|have to|need to|must|gonna) (now|have to|need to|go ahead and|just)? (hang up|disconnect|end here|let you go)",
      '(ending|disconnecting|closing|terminating) (the|this|our|your) (call|conversation|line|session)',
      '(call|conversation|line|session) (will|is going to|is) (now)? (be)? (end|ending|ended|disconnect|disconnected|terminated|closed)',
    ],
    unless: [
      "(don't|do not|please do not) (hang|end|disconnect)",
      '(before|if) (i|we|you)',
      '(anything else|would you)',
      '(after|when|once) (the|this|our) (call|conversation) ',
    ],
  },
  {
    tells: 'goodbye',
    within: 48,
    say: [
      '(goodbye|good bye|bye|farewell)',
      'have a (great|nice|good|lovely|wonderful|pleasant|fantastic|blessed) (day|evening|one|night|weekend|afternoon|rest)',
      'take care',
      '(talk|speak) to you (soon|later)',
      '(call|try) (us|again|back) (again)? (any time|anytime|later|soon)',
      'thanks for calling$',
      'thank you for calling$',
    ],
  },
  {
    tells: 'more',
    within: 48,
    say: [
      'anything else',
      '(else|more) (i|we) can (help|do|assist)',
      'help (you)? with (anything|something) else',
      'any other (questions|question)',
    ],
  },
];
