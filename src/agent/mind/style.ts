/** Five ways to hold a conversation, each as instructions to whoever speaks. Pure. */

const styles = {
  formal: [
    'Speak formally, in whole sentences.',
    'Address the caller with respect.',
    'Use no contractions and no slang.',
  ],
  friendly: [
    'Be warm and easy to talk to.',
    'Speak the way people do, in plain everyday words.',
    'Let the caller notice that you care to help.',
  ],
  professional: [
    'Be clear and to the point.',
    'Put what is accurate and useful first.',
    'Stay helpful, in the tone of business.',
  ],
  casual: [
    'Keep the mood relaxed.',
    'Use the words one uses among friends.',
    'A little humour is welcome where it fits.',
  ],
  empathetic: [
    'Show that you understand how the caller feels.',
    'Name the worry before you deal with it.',
    'Support and reassure.',
  ],
} as const;

export type StyleName = keyof typeof styles;

export const styleNames = Object.keys(styles) as StyleName[];

/** One sentence a line. */
export function styleInstructions(style: StyleName): readonly string[] {
  return styles[style];
}
