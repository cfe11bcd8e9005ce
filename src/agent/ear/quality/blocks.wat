;; The inner loop of quality_meter.ts: the sum and the sum of squares of every 20 samples of 16 bits.
;; `blocks_wasm.ts` holds this file, assembled; a test keeps the two equal.
(module
  (memory (export "memory") 1)

  ;; Byte addresses. `samples` … `end`: whole blocks of 20. `sums`: 32 bits a block. `squares`: 64-bit floating point.
  (func (export "blocks") (param $samples i32) (param $end i32) (param $sums i32) (param $squares i32)
    (local $a v128) (local $b v128) (local $c v128) (local $sum v128) (local $square v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $samples) (local.get $end)))
        (local.set $a (v128.load (local.get $samples)))
        (local.set $b (v128.load offset=16 (local.get $samples)))
        (local.set $c (v128.load64_zero offset=32 (local.get $samples)))
        (local.set $sum (i32x4.add
          (i32x4.add (i32x4.extadd_pairwise_i16x8_s (local.get $a)) (i32x4.extadd_pairwise_i16x8_s (local.get $b)))
          (i32x4.extadd_pairwise_i16x8_s (local.get $c))))
        (local.set $sum (i32x4.add (local.get $sum)
          (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $sum) (local.get $sum))))
        (i32.store (local.get $sums)
          (i32.add (i32x4.extract_lane 0 (local.get $sum)) (i32x4.extract_lane 1 (local.get $sum))))
        ;; Two squares reach 2³¹ at most, which 32 bits without a sign hold.
        (local.set $a (i32x4.dot_i16x8_s (local.get $a) (local.get $a)))
        (local.set $b (i32x4.dot_i16x8_s (local.get $b) (local.get $b)))
        (local.set $c (i32x4.dot_i16x8_s (local.get $c) (local.get $c)))
        (local.set $square (i64x2.add
          (i64x2.add (i64x2.extend_low_i32x4_u (local.get $a)) (i64x2.extend_high_i32x4_u (local.get $a)))
          (i64x2.add (i64x2.extend_low_i32x4_u (local.get $b)) (i64x2.extend_high_i32x4_u (local.get $b)))))
        (local.set $square (i64x2.add (local.get $square) (i64x2.extend_low_i32x4_u (local.get $c))))
        (f64.store (local.get $squares) (f64.convert_i64_u
          (i64.add (i64x2.extract_lane 0 (local.get $square)) (i64x2.extract_lane 1 (local.get $square)))))
        (local.set $samples (i32.add (local.get $samples) (i32.const 40)))
        (local.set $sums (i32.add (local.get $sums) (i32.const 4)))
        (local.set $squares (i32.add (local.get $squares) (i32.const 8)))
        (br $next)))))
