/**
 * `projection.wat`, assembled: a WebAssembly module that touches nothing but its own memory. After a change to the source,
 * `UPDATE_GOLDEN=1 npx vitest run test/agent/kernel.test.ts` writes this file anew.
 */

export const PROJECTION_WASM = [
  'AGFzbQEAAAABCQFgBX9/f39/AAMCAQAFAwEAAQcUAgZtZW1vcnkCAAdwcm9qZWN0AAAK9AEB8QEBB3sgA/0ABAAhBiAD/QAE',
  'ECEHIAP9AAQgIQggA/0ABDAhCSAD/QAEQCEKIAP9AARQIQsDQCAB/QkCACEFIAYgBSAA/QAEAP3mAf3kASEGIAcgBSAA/QAE',
  'EP3mAf3kASEHIAggBSAA/QAEIP3mAf3kASEIIAkgBSAA/QAEMP3mAf3kASEJIAogBSAA/QAEQP3mAf3kASEKIAsgBSAA/QAE',
  'UP3mAf3kASELIABB4ABqIQAgAUEEaiEBIAEgAkkNAAsgBCAG/QsEACAEIAf9CwQQIAQgCP0LBCAgBCAJ/QsEMCAEIAr9CwRA',
  'IAQgC/0LBFAL',
].join('');
