/**
 * What a client can say that it should not, whatever the protocol: a dialect knows how it is said there, if it can be. Pure.
 */

export type Misspoken =
  /** Audio that is no base64. */
  | 'malformed_base64'
  /** Audio that ends in half a sample. */
  | 'odd_bytes'
  /** More audio in one message than the protocol takes. */
  | 'oversize_append'
  /** A message of a type that nobody knows. */
  | 'unknown_event'
  /** The end of a turn in which nothing was said. */
  | 'empty_commit'
  /** Another answer is asked for while one is being made. */
  | 'second_response'
  /** An answer is to stop while none is being made. */
  | 'cancel_nothing'
  /** More of an answer is said to have been heard than there was of it. */
  | 'truncate_beyond'
  /** Nothing of an answer is said to have been heard. */
  | 'truncate_to_zero'
  /** The settings are sent again while an answer is being made. */
  | 'settings_mid_answer'
  /** A message that breaks off. */
  | 'not_json'
  /** A message of bytes where text is expected. */
  | 'binary_frame';
