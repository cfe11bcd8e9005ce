;; The inner loop of mel.ts: a bank of filters over a power spectrum, four bins a turn, in 32-bit numbers.
;; `mel_wasm.ts` holds this file, assembled; a test keeps the two equal.
(module
  (memory (export "memory") 1)

  ;; Byte addresses. `filters` … `end`: of each filter sixteen bytes, the address of its first bin and the length of its weights
  ;; in bytes first among them, and its weights, whole groups of four (zeros beyond the last). Weighted sums go to `out`.
  (func (export "bands") (param $filters i32) (param $end i32) (param $out i32)
    (local $bin i32) (local $last i32) (local $sum v128)
    (loop $filter
      (local.set $bin (i32.load (local.get $filters)))
      (local.set $last (i32.add (local.get $bin) (i32.load offset=4 (local.get $filters))))
      (local.set $filters (i32.add (local.get $filters) (i32.const 16)))
      (local.set $sum (v128.const i32x4 0 0 0 0))
      (loop $four
        (local.set $sum (f32x4.add (local.get $sum)
          (f32x4.mul (v128.load (local.get $bin)) (v128.load (local.get $filters)))))
        (local.set $filters (i32.add (local.get $filters) (i32.const 16)))
        (local.set $bin (i32.add (local.get $bin) (i32.const 16)))
        (br_if $four (i32.lt_u (local.get $bin) (local.get $last))))
      (local.set $sum (f32x4.add (local.get $sum)
        (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $sum) (local.get $sum))))
      (f32.store (local.get $out)
        (f32.add (f32x4.extract_lane 0 (local.get $sum)) (f32x4.extract_lane 1 (local.get $sum))))
      (local.set $out (i32.add (local.get $out) (i32.const 4)))
      (br_if $filter (i32.lt_u (local.get $filters) (local.get $end))))))
