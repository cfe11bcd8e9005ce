/** Every label in every language, and what is most often taken for one of them and is none. */

import { describe, expect, it } from 'vitest';
import { CallFallbacks } from '../../../src/judge/fallback/call_fallbacks.ts';
import { isFallback, labelNames, type FallbackLabel } from '../../../src/judge/fallback/fallback_label.ts';

/** Labels that words can tell: an end without a word is told by the end. */
const worded = labelNames.filter((label) => label !== 'hangup.abrupt');

const said: Readonly<Record<string, readonly (readonly [label: FallbackLabel, text: string])[]>> = {
  en: [
    ['reprompt.no_match', "I'm sorry, I didn't quite catch that."],
    ['reprompt.no_match', 'Could you please rephrase your question?'],
    ['reprompt.no_match', "I'm not sure I understood. Could you say that again?"],
    ['reprompt.no_match', "Sorry, I didn't get that."],
    ['reprompt.no_input', "I didn't hear anything. What can I do for you?"],
    ['reprompt.no_input', "I'm not hearing a response."],
    ['reprompt.audio_quality', "You're breaking up, the connection is really bad."],
    ['reprompt.audio_quality', 'Could you speak a little louder, please?'],
    ['clarify', 'Could you repeat your policy number?'],
    ['clarify', 'Which account do you mean, checking or savings?'],
    ['confirm', 'That was the third of June, is that correct?'],
    ['out_of_scope', "That's outside of what I can help with."],
    ['out_of_scope', 'I can only answer questions about deliveries.'],
    ['cannot_do', "I'm afraid I can't change the delivery address."],
    ['cannot_do', "I don't have access to that information."],
    ['technical_error', "We're experiencing technical difficulties."],
    ['technical_error', 'Something went wrong, please try again later.'],
    ['filler', 'Just a second while I check.'],
    ['handover.offered', 'Would you like to speak to a human agent?'],
    ['handover.offered', 'Shall I put you through to a colleague?'],
    ['handover.done', "I'm transferring you to an agent now."],
    ['handover.done', "Please hold, I'll connect you with a specialist."],
    ['hangup.polite', "I'll end the call now. Goodbye."],
    ['silence_ack', 'Are you still there?'],
  ],
  es: [
    ['reprompt.no_match', 'Lo siento, no te he entendido.'],
    ['reprompt.no_match', 'No entendí. ¿Puede decirlo de otra manera?'],
    ['reprompt.no_input', 'No he escuchado nada.'],
    ['reprompt.audio_quality', '¿Podría hablar más fuerte, por favor?'],
    ['reprompt.audio_quality', 'La conexión es muy mala.'],
    ['clarify', '¿Me puede decir su código postal?'],
    ['confirm', 'Son dos entradas para el sábado, ¿es correcto?'],
    ['out_of_scope', 'Eso está fuera de mi ámbito.'],
    ['cannot_do', 'Lo siento, no puedo ayudarle con eso.'],
    ['cannot_do', 'No tengo acceso a esa información.'],
    ['technical_error', 'Ha ocurrido un error, inténtelo más tarde.'],
    ['filler', 'Un momento, por favor.'],
    ['handover.offered', '¿Desea hablar con un representante?'],
    ['handover.done', 'Le transfiero con un agente ahora mismo.'],
    ['hangup.polite', 'Voy a terminar la llamada. Adiós.'],
    ['silence_ack', '¿Sigue ahí?'],
  ],
  de: [
    ['reprompt.no_match', 'Entschuldigung, das habe ich nicht verstanden.'],
    ['reprompt.no_match', 'Können Sie das bitte wiederholen?'],
    ['reprompt.no_input', 'Ich kann Sie leider nicht hören.'],
    ['reprompt.audio_quality', 'Bitte sprechen Sie etwas lauter.'],
    ['reprompt.audio_quality', 'Ich höre Sie sehr schlecht.'],
    ['clarify', 'Wie lautet Ihre Kundennummer?'],
    ['confirm', 'Das sind zwei Karten für Samstag, ist das richtig?'],
    ['out_of_scope', 'Das liegt außerhalb meiner Möglichkeiten.'],
    ['cannot_do', 'Das kann ich leider nicht ändern.'],
    ['cannot_do', 'Darauf habe ich leider keine Antwort.'],
    ['technical_error', 'Es gibt gerade ein technisches Problem.'],
    ['filler', 'Einen Moment bitte.'],
    ['handover.offered', 'Möchten Sie mit einem Mitarbeiter sprechen?'],
    ['handover.done', 'Ich verbinde Sie jetzt mit einem Kollegen.'],
    ['hangup.polite', 'Ich beende jetzt das Gespräch.'],
    ['silence_ack', 'Hallo, sind Sie noch da?'],
  ],
  fr: [
    ['reprompt.no_match', "Désolé, je n'ai pas compris."],
    ['reprompt.no_match', 'Pourriez-vous reformuler votre question ?'],
    ['reprompt.no_input', "Je ne vous entends pas."],
    ['reprompt.audio_quality', 'Pouvez-vous parler un peu plus fort ?'],
    ['reprompt.audio_quality', 'La liaison est très mauvaise.'],
    ['clarify', 'Quel est votre numéro de client ?'],
    ['confirm', "Deux billets pour samedi, c'est bien ça ?"],
    ['out_of_scope', 'Cela ne relève pas de mon domaine.'],
    ['cannot_do', 'Je ne peux malheureusement pas vous aider.'],
    ['cannot_do', "Je n'ai pas accès à cette information."],
    ['technical_error', "Une erreur est survenue, réessayez plus tard."],
    ['filler', 'Un instant, je vous prie.'],
    ['handover.offered', 'Souhaitez-vous être mis en relation avec un conseiller ?'],
    ['handover.done', 'Je vous transfère à un conseiller.'],
    ['hangup.polite', "Je vais raccrocher. Au revoir."],
    ['silence_ack', 'Êtes-vous toujours là ?'],
  ],
  pt: [
    ['reprompt.no_match', 'Desculpe, não entendi.'],
    ['reprompt.no_match', 'Pode reformular a pergunta?'],
    ['reprompt.no_input', 'Não consigo ouvir nada.'],
    ['reprompt.audio_quality', 'Pode falar um pouco mais alto, por favor?'],
    ['reprompt.audio_quality', 'A ligação está cortando.'],
    ['clarify', 'Qual é o número do contrato?'],
    ['confirm', 'São dois bilhetes para sábado, está correto?'],
    ['out_of_scope', 'Isso está fora do meu âmbito.'],
    ['cannot_do', 'Infelizmente não posso ajudar com isso.'],
    ['cannot_do', 'Não tenho acesso a essa informação.'],
    ['technical_error', 'Ocorreu um erro, tente mais tarde.'],
    ['filler', 'Um momento, por favor.'],
    ['handover.offered', 'Gostaria de falar com um humano?'],
    ['handover.done', 'Vou transferir você para um especialista.'],
    ['hangup.polite', 'Vou desligar agora. Tchau.'],
    ['silence_ack', 'Ainda está aí?'],
  ],
  ja: [
    ['reprompt.no_match', '申し訳ありません、聞き取れませんでした。'],
    ['reprompt.no_match', 'もう一度お願いします。'],
    ['reprompt.no_input', '何も聞こえませんでした。'],
    ['reprompt.audio_quality', 'もう少し大きな声でお話しください。'],
    ['reprompt.audio_quality', '雑音が多くて聞こえにくいです。'],
    ['clarify', 'お名前を教えていただけますか。'],
    ['confirm', '土曜日に二名様でお間違いないでしょうか。'],
    ['out_of_scope', '申し訳ございませんが、対応範囲外です。'],
    ['cannot_do', '申し訳ございません、お答えできません。'],
    ['cannot_do', 'その情報は持ち合わせておりません。'],
    ['technical_error', 'システムエラーが発生しました。'],
    ['filler', '少々お待ちください。'],
    ['handover.offered', '担当者におつなぎしましょうか？'],
    ['handover.done', '担当者におつなぎします。'],
    ['hangup.polite', 'お電話を切らせていただきます。'],
    ['silence_ack', 'もしもし？'],
  ],
};

/** Empathy, slots, confirmations, money, hours, and whatever else sounds like trouble. */
const plain: Readonly<Record<string, readonly string[]>> = {
  en: [
    "I'm sorry to hear that.",
    "I'm very sorry about that. Let me try to put it right.",
    'Could you repeat your order number?',
    'Let me transfer 20 euros.',
    "Let me say that again: it's forty-two.",
    'I understand how frustrating that must be.',
    "I'll forward the invoice to your email.",
    "Sorry to hear you're having problems with your router.",
    "If you can't make it, just let us know.",
    'Our agents speak English and Spanish.',
    "You can't be charged twice, don't worry.",
    'You will hear from us again by Monday.',
    "We'll repeat the treatment in March.",
    'Have a lovely day. Goodbye.',
    "I've connected your new speaker to the network.",
    'Thank you, that is noted.',
    'What seems to be the problem with your order?',
    'Is there anything else I can help with?',
  ],
  es: ['Siento mucho oír eso.', '¿Puede repetir su número de pedido?', 'Voy a transferir veinte euros.', 'Su pedido llega mañana.', 'Que tenga un buen día.', 'Repito: son las cinco.'],
  de: ['Das tut mir leid zu hören.', 'Können Sie Ihre Bestellnummer wiederholen?', 'Ich überweise zwanzig Euro.', 'Ihr Paket kommt morgen an.', 'Ich verstehe gut, dass Sie das ärgert.', 'Einen schönen Tag noch.'],
  fr: ["Je suis désolé d'apprendre cela.", 'Pouvez-vous répéter votre numéro de commande ?', 'Je transfère vingt euros sur votre compte.', 'Votre colis arrive demain.', 'Je comprends tout à fait.', 'Bonne journée.'],
  pt: ['Lamento saber disso.', 'Pode repetir o número do pedido?', 'Vou transferir vinte euros.', 'A sua encomenda chega amanhã.', 'Tenha um bom dia.', 'Entendo perfeitamente.'],
  ja: ['それはお気の毒です。', 'ご注文番号をもう一度お聞かせください。', '二十ユーロを送金します。', 'お荷物は明日届きます。', '良い一日をお過ごしください。', 'かしこまりました。'],
};

function labelsOf(text: string, language: string) {
  return new CallFallbacks({ language }).turn({ heardText: text }).findings;
}

describe.each(Object.entries(said))('in %s', (language, rows) => {
  it.each(rows)('%s: %s', (label, text) => {
    expect(labelsOf(text, language).map((finding) => finding.label)).toContain(label);
  });

  it('has each label that words can tell', () => {
    expect(new Set(rows.map(([label]) => label))).toEqual(new Set(worded));
  });

  it.each(plain[language] ?? [])('no fallback: %s', (text) => {
    expect(labelsOf(text, language).filter(isFallback)).toEqual([]);
  });

  it('is known by its words, once the call has said a few', () => {
    const call = new CallFallbacks();
    for (const [, text] of rows) call.turn({ heardText: text });
    const known = rows.map(([, text]) => call.turn({ heardText: text }).language);
    expect(new Set(known)).toEqual(new Set([language]));
  });
});

/** What the evidence is, where it is a phrase: for people to read. */
it('keeps the sentence that told it', () => {
  const [finding] = labelsOf("Thanks. I'm sorry, I didn't catch that! Bye.", 'en');
  expect(finding).toEqual({
    label: 'reprompt.no_match',
    reasons: ['speech_not_detected', 'transcription_failed', 'understanding_failed'],
    evidence: { by: 'phrase', what: "I'm sorry, I didn't catch that!", language: 'en' },
  });
});
