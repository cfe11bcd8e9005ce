/**
 * Whether a tool hands the caller to somebody else, by its name: the platforms' own (`transfer_to_number`, `transferCall`,
 * `escalate_to_human`) and whatever people call theirs. Pure. The words of a name decide, not the letters: `reconnect` does not
 * connect anybody, and `transfer_funds` transfers no caller.
 */

/** Somebody, or a way to them. */
const PEOPLE = set(
  'human humans person people agent agents operator operators representative representatives rep reps advisor adviser specialist supervisor ' +
    'manager colleague staff team department dept desk helpdesk support service receptionist attendant nurse doctor expert ' +
    'employee clerk associate consultant technician dispatcher live call caller phone number extension queue sip line pstn csr concierge',
);
/** Nobody can be meant by this. */
const THINGS = set(
  'fund funds money balance payment payments amount cash bank wire credit credits point points mile miles share shares stock crypto ' +
    'token tokens asset assets file files data document documents record records photo image domain ownership title license registration prescription ' +
    'booking bookings reservation ticket tickets order orders inventory sim plan account accounts balance balances gift card cards ' +
    'email mail message messages sms text device devices bluetooth wifi network vpn internet database db server printer ' +
    'speaker tv friend friends bonus code voicemail rate rates fee fees status history limit limits time times policy policies calendar iban',
);
/** Looks at something, and does nothing to the call. */
const READS = set(
  'get list check find search lookup look fetch read show describe validate verify cancel schedule create make update delete track ' +
    'confirm calculate estimate count store save log record set configure test',
);
const REACHES = set(
  'talk speak request need want get call dial page summon contact reach involve bring ask escalate transfer connect handoff handover forward refer route ' +
    'redirect switch pass notify join to',
);
const MOVES = set('connect connects forward refer referral redirect route reroute pass patch switch');

export function isHandoverTool(name: string): boolean {
  const words = wordsOf(name);
  const has = (of: ReadonlySet<string>): boolean => words.some((word) => of.has(word));
  const person = has(PEOPLE);
  const reads = READS.has(words[0] ?? '');
  if (words.some((word, i) => word === 'resources' && words[i - 1] === 'human')) return false;
  if (has(THINGS) && !words.some((word, i) => PEOPLE.has(word) && words[i - 1] === 'to')) return false;
  if (words.includes('escalate') || words.includes('escalation')) return !reads && words[0] !== 'de';
  if (words.includes('handoff') || words.includes('handover')) return !reads;
  if (words.includes('transfer') || words.includes('transferring'))
    return !reads && (words[0] === 'transfer' || person);
  if (words.some((word, i) => word === 'live' && PEOPLE.has(words[i + 1] ?? '') && words[i + 1] !== 'number'))
    return !reads;
  const last = words.at(-1) ?? '';
  if (has(MOVES)) return person && !reads;
  if (/^(?:humans?|operators?|person|representative|rep)$/.test(last)) {
    return words.length === 1 || words.slice(0, -1).some((word) => REACHES.has(word));
  }
  return false;
}

/** `transferCall`, `transfer-call`, `crm.transfer_call`, `handOff` and `hand_over`. */
function wordsOf(name: string): readonly string[] {
  const words = name
    .slice(0, 200)
    .replaceAll(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll(/([A-Z])([A-Z][a-z])/g, '$1 $2')
    .toLowerCase()
    .split(/[^a-z]+/)
    .filter((word) => word !== '');
  const joined: string[] = [];
  for (const word of words) {
    const before = joined.at(-1);
    if (before === 'hand' && (word === 'off' || word === 'over')) joined[joined.length - 1] = `hand${word}`;
    else joined.push(word);
  }
  return joined.map((word) =>
    word === 'escalates' || word === 'escalated' ? 'escalate' : word === 'transfers' ? 'transferred' : word,
  );
}

function set(words: string): ReadonlySet<string> {
  return new Set(words.split(' '));
}
