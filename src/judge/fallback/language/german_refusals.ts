/** What agents say in German when they refuse, fail, hand over or end a call: the rest of german.ts. */

import type { PhraseGroup } from '../language_patterns.ts';

const PERSON =
  '(mensch|menschen|person|mitarbeiter|mitarbeiterin|mitarbeitern|kollege|kollegen|kollegin|kolleginnen|berater|beraterin|spezialisten|spezialist|experten|experte|vorgesetzten|agenten|agent|jemand|jemandem|team|abteilung|kundenservice|kundenberater|kundenbetreuer|support|fachabteilung|ansprechpartner|zentrale|sachbearbeiter|techniker)';
const MONEY = '(euro|geld|betrag|konto|sparkonto|guthaben|dollar|datei|dateien|daten)';

export const germanRefusals: readonly PhraseGroup[] = [
  {
    tells: 'out_of_scope',
    say: [
      '(außerhalb|jenseits) (meiner|meines|unserer|unseres|dessen|der|von)',
      '(nur|ausschließlich|lediglich) (bei|mit|für|zu|auf|fragen) (fragen|themen|anfragen|anliegen|informationen|auskünfte|ihrer|ihrem|der|dem|ihre)?  * (helfen|beantworten|unterstützen|weiterhelfen|zuständig|geben|antworten)',
      '(kann|können) (ich|wir|ihnen|dir)? (leider|hier)? (nur|ausschließlich|lediglich) ',
      '(kann|helfe|beantworte) (ich|ihnen)? (hier|ihnen)? (nur|ausschließlich)',
      '(nicht|leider nicht) (dafür|dafür)? zuständig',
      'dafür bin ich (leider)? nicht',
      '(gehört|fällt) (leider)? nicht (zu|in) (meinen|meinem|unseren|meine|unserem|meinen)',
      '(nichts|nicht) (mit)? * zu tun',
      '(bieten|verkaufen|führen|machen) wir (leider|hier)? (nicht|keine)',
    ],
    unless: [
      'außerhalb (der|unserer) (öffnungszeiten|geschäftszeiten|bürozeiten|servicezeiten|sprechzeiten)',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['complex_query'],
    say: [
      '(jemand|jemanden|person|kollegen|kollege|spezialisten) (der|die) (mehr|sich|das|besser)',
      '(zu|recht) (komplex|kompliziert)',
      'mehr weiß als ich',
      'übersteigt (mein|meine)',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['sensitive_topic'],
    say: [
      '(qualifizierten|qualifizierte|qualifizierter|fachkundigen) (fachmann|fachperson|fachkraft|experten|person|ansprechpartner|fachleuten)',
      '(rechtsberatung|rechtliche beratung|medizinischen rat|medizinische beratung|rechtsauskunft|anlageberatung|finanzberatung|rechtlichen rat|medizinischen auskünfte)',
      '(wenden|sprechen) sie (sich)? (bitte)? (an|mit) (einen|einem|ihren|ihrem) (arzt|anwalt|rechtsanwalt|steuerberater|therapeuten)',
    ],
  },
  {
    tells: 'cannot_do',
    reasons: ['default'],
    say: [
      'überfragt',
      '(nichts|wenig) anfangen',
      '(ich)? lerne (noch|gerade)',
      '(gibt|existiert|kenne) (es|hier)? (leider)? kein (zimmer|gerät|raum|bereich|stockwerk|liste)',
      '(keinen|keine|kein) (raum|bereich|zimmer|gerät|etage|stockwerk) (namens|mit|mit dem namen|die|das|der)',
      'nicht (ganz)? sicher$',
      '(ich)? bin mir (da|dabei|leider)? (leider)? nicht (ganz)? sicher (ob|wie)',
      '(das|es) (geht|klappt|funktioniert) (leider|so|hier)? (leider)? nicht',
      'weiß (ich)? (leider)? nicht (wie|was|wer|wo|wann|ob)',

      '(kann|können|könnte|darf|dürfen) (ich|wir)? (ihnen|dir|das|dies|es|da|dabei|damit|hier|dazu|leider|ihre|diese|diesen|auf|ihr|darauf|hierzu|diese frage|im moment|momentan|keine|keinen|kein|den|die)? (ihnen|dir|das|dabei|damit|leider|dazu|hier|frage|derzeit)? * (nicht|keine|keinen|kein|nichts) (weiter|machen|tun|sagen|beantworten|helfen|weiterhelfen|ändern|erledigen|durchführen|geben|anbieten|dienen|antworten|bearbeiten|stornieren|vornehmen|unterstützen|auskunft|steuern|ausführen|finden|zusagen|einsehen|zugreifen|antwort|möglich|genau)',
      '(kann|können|darf) (ich|wir) (leider)? (ihnen|das|dabei|damit|da|dazu|hier|hierzu)? (leider|dabei|damit|da|auch)? (nicht|nichts)( weiter)? (helfen|weiterhelfen|tun|machen|sagen|beantworten|ändern|unterstützen|dienen|erledigen|anbieten)',
      '(weiß|kenne) (ich|das|es|darüber|leider|davon|dazu|darauf|die antwort)? (ich|leider|darüber|dazu|auch)? (leider|auch|selbst)? (nicht|nichts|keine|keinen|kein)',
      '(habe|haben|hab) (ich|wir)? (leider|dazu|darauf|dafür|hierzu|darüber|da)? (leider|im moment|derzeit)? (keine|keinen|kein) (antwort|information|informationen|zugriff|ahnung|auskunft|daten|möglichkeit|berechtigung|angaben|kenntnis|kenntnisse|lösung|gerät|geräte)',
      '(nicht|leider nicht) (möglich|berechtigt|befugt|bekannt|in der lage|unterstützt|erlaubt|gestattet|verfügbar für)',
      'ist mir (leider)? (nicht|unbekannt)',
      '(unterstützt|unterstütze|unterstützen) (ich|das|dies|diese|leider)? (leider)? (nicht|kein|keine)',
      'keine ahnung',
      'nicht (gelernt|beigebracht)',
      '(da|dabei|hierbei) (kann|muss) ich (leider)? passen',
    ],
    unless: [
      'nicht (hören|verstehen|verstanden|gehört|folgen)',
      '(wenn|falls|ob) (sie|du)',
      'nichts (hören|gehört|verstehen)',
      '(können|kennen|wissen) sie (nicht)?',
      'weiß (ich)? nicht was (sie|du) (meinen|möchten|wollen)',
    ],
  },
  {
    tells: 'technical_error',
    reasons: ['connection_lost'],
    say: [
      '(unterbrochen|getrennt|abgebrochen) (worden|wurden)?$',
      '(verbindung|gespräch|anruf) (ist|wurde|war) (kurz|leider)? (unterbrochen|getrennt|abgebrochen|weg|abgerissen)',
      '(bin|wieder) (jetzt)? wieder da',
    ],
  },
  {
    tells: 'technical_error',
    reasons: ['timeout'],
    say: [
      '(ich)? (versuche|probiere) (ich)? (es|das) (noch einmal|nochmal|erneut|gleich)',
      '(dauert|dauerte) (leider|gerade|etwas)? (länger|zu lange)',
      '(antwortet|reagiert) (leider|gerade|derzeit|momentan)? nicht',
    ],
    unless: ['(lieferung|versand|zustellung|reparatur|kunde)'],
  },
  {
    tells: 'technical_error',
    say: [
      '(keine|konnte keine|kann keine) verbindung (zu|zum|zur|mit|herstellen|aufbauen|möglich)',
      '(konnte|kann) (ich)? (leider)? (gerade|derzeit|im moment)? keine verbindung',
      'verbindung (zu|zum|zur|mit) * (nicht|fehlgeschlagen|gescheitert)',
      'nicht (erreichbar|verfügbar|erreichen)$',
      'fehlgeschlagen$',

      '(technisches|technische|technischen|technischer) (problem|probleme|problemen|fehler|störung|störungen|schwierigkeiten|gründen|panne)',
      '(ist|gab|gibt|trat|kam|hat) (ein|einen|leider|gerade|es|uns|bei uns)? (leider|gerade|ein|einen|zu einem)? (unerwarteter|unerwarteten|interner|internen|kleiner)? (fehler|problem|störung) (aufgetreten|auf|gegeben|passiert|unterlaufen|bei der|beim|im system|mit unserem|mit dem)?',
      '(etwas|was) (ist)? (bei uns|gerade|leider|da)? (gerade|leider)? (schief|schiefgelaufen|schiefgegangen|nicht geklappt|schief gelaufen|schief gegangen|falsch gelaufen)',
      '(unerwarteter|interner|unbekannter|technischer) fehler',
      'fehler (ist)? (aufgetreten|beim|bei der)',
      '(system|systeme|server|dienst|service|datenbank|buchungssystem|anwendung) (ist|sind|hat|funktioniert|antwortet|reagiert|läuft|steht) (leider|gerade|derzeit|momentan|im moment|zurzeit|aktuell)? (nicht|ausgefallen|gestört|überlastet|offline|langsam|probleme|störung|abgestürzt|leider nicht|down)',
      '(kann|konnte) (ich)? (gerade|leider|derzeit|momentan|im moment)? (den|das|die|nicht|auf das|keine verbindung|zum) * (server|system|dienst|datenbank|kalender|verbindung zu|verbindung zum) * (erreichen|zugreifen|herstellen|verbinden|aufbauen)?',
      '(versuchen|probieren|versuche) (sie|du)? es (bitte)? (später|in ein paar|in einigen|in wenigen|zu einem späteren)',
      '(später|in ein paar minuten|in einigen minuten) (noch einmal|nochmal|erneut)',
    ],
    unless: [
      'tut mir (sehr|wirklich)? leid dass (sie|ihr|ihre)',
      '(ihr|ihrem|ihre|dein|welches|welchen|das) (problem|fehler)',
      'was ist (das|ihr)? problem',
    ],
  },
  {
    tells: 'handover.offered',
    say: [
      `(möchten|möchtest|wollen|willst|wünschen|würden|soll|sollen|darf|kann|können|könnte|hätten) (sie|ich|du|wir) * ${PERSON} * (sprechen|verbinden|verbunden|durchstellen|weiterleiten|weiterverbinden|reden|verbunden werden|gesprochen|holen)`,
      '(soll|darf|kann|sollen) (ich|wir) (sie|dich|ihren anruf) * (verbinden|durchstellen|weiterleiten|weiterverbinden|übergeben)',
      `(möchten|wollen|würden) sie (gerne|gern|lieber|vielleicht)? * (sprechen|verbunden|reden|verbunden werden)`,
      `wenn (sie|du) (möchten|möchtest|wollen|willst|wünschen) (kann|verbinde|stelle|leite) ich (sie|dich)`,
      'dass ich sie (verbinde|weiterleite|durchstelle|weiterverbinde)',
    ],
    unless: [MONEY, '(worüber|über was) '],
  },
  {
    tells: 'handover.done',
    say: [
      `(ich|wir) (verbinde|stelle|leite|übergebe|gebe|reiche|verbinden|stellen|leiten|werde|würde) (sie|dich|ihren anruf|das gespräch|den anruf|ihr gespräch|ihr anliegen|nun|jetzt) * (durch|weiter|mit|an|verbinden|weiterleiten|durchstellen|übergeben|weiterverbinden)`,
      `(verbinde|stelle|leite|übergebe) (ich)? (sie|dich|ihren anruf) * (durch|weiter|mit|an|verbunden)?`,
      '(sie|ihr anruf|du) (werden|wird|wirst) (nun|jetzt|gleich|sofort|in kürze)? * (verbunden|weitergeleitet|durchgestellt|weiterverbunden)',
      `(ein|eine|einer) (unserer|meiner|unser)? ${PERSON} (wird|kümmert|ist|übernimmt|meldet) * (gleich|sofort|kürze|übernehmen|jetzt|nun)`,
      '(lassen sie mich|ich muss|ich möchte|ich darf) (sie|dich|ihren anruf) * (verbinden|weiterleiten|durchstellen|weiterverbinden|übergeben)',
      '(während|damit) ich (sie|ihren anruf) * (verbinde|durchstelle|weiterleite)',
    ],
    unless: [
      MONEY,
      '(möchten|wollen|möchtest|würden|wünschen) sie',
      '(soll|darf|kann|sollen) (ich|wir)',
      '(bevor|ehe) ich',
      'wenn (sie|du)',
      '(kann|können) (ich|wir)? * nicht',
      '(wlan|internet|bluetooth|gerät|netzwerk)',
    ],
  },
  {
    tells: 'hangup.polite',
    say: [
      '(beende|beenden|schließe) (ich|wir)? (jetzt|nun|daher|deshalb|hiermit)? (das|dieses|unser|den|die) (gespräch|anruf|telefonat|verbindung|unterhaltung|sitzung)',
      '(gespräch|anruf|telefonat|verbindung) (jetzt|nun|daher|hiermit|leider|hier)? (beenden|beende|beendet|trennen|auflegen|abbrechen)',
      '(ich|wir) (lege|legen|werde|muss|müssen) (jetzt|nun|daher)? (auf|auflegen)$',
      '(lege|leg) (ich)? (jetzt|nun|dann)? auf',
    ],
    unless: ['(nicht auf|bitte nicht)', '(bevor|nachdem|wenn) '],
  },
  {
    tells: 'goodbye',
    within: 48,
    say: [
      '(tschüss|wiederhören|wiedersehen|tschau|ciao|ade)',
      '(schönen|schönes|guten|angenehmen) (tag|abend|wochenende|feierabend|nachmittag)',
      '(machen sie)? (es|s) gut$',
      'bis (bald|dann|später)$',
    ],
  },
  {
    tells: 'more',
    within: 48,
    say: [
      '(noch)? (etwas|was) (anderes|tun|für sie)',
      'sonst noch',
      'noch etwas',
      'weitere (fragen|anliegen)',
      'weiterhelfen$',
    ],
  },
];
