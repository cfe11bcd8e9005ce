;; The inner loop of clipping.ts: how loud the loudest of some 16-bit samples is. `peak_wasm.ts` holds this file, assembled;
;; a test keeps the two equal.
(module
  (memory (export "memory") 1)

  ;; Byte addresses: eight samples each turn, at least eight in all. Returns the largest magnitude, up to 32768.
  (func (export "peak") (param $at i32) (param $end i32) (result i32)
    (local $sample v128) (local $loudest v128)
    (loop $eight
      (local.set $sample (v128.load (local.get $at)))
      ;; The magnitude of −32768 is right as a number without a sign.
      (local.set $loudest (i16x8.max_u (local.get $loudest) (i16x8.abs (local.get $sample))))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $eight (i32.lt_u (local.get $at) (local.get $end))))
    (local.set $loudest (i16x8.max_u (local.get $loudest)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $loudest) (local.get $loudest))))
    (local.set $loudest (i16x8.max_u (local.get $loudest)
      (i8x16.shuffle 4 5 6 7 4 5 6 7 4 5 6 7 4 5 6 7 (local.get $loudest) (local.get $loudest))))
    (local.set $loudest (i16x8.max_u (local.get $loudest)
      (i8x16.shuffle 2 3 2 3 2 3 2 3 2 3 2 3 2 3 2 3 (local.get $loudest) (local.get $loudest))))
    (i16x8.extract_lane_u 0 (local.get $loudest))))
