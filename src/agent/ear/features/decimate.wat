;; The inner loop of decimate.ts: a FIR filter computed at every third sample of 16-bit audio, four results a turn, with the
;; eight-way multiply-and-add of WebAssembly SIMD. `decimate_wasm.ts` holds this file, assembled; a test keeps the two equal.
;;
;; Memory (64 KiB): 32 taps of 16 bits at 0 (Q15, the last three zero); where the samples and the results lie is the caller's.
(module
  (memory (export "memory") 1)

  ;; `line`: byte address of the first sample under the first tap of the first result. `out`: of the results. Writes `count`
  ;; results, rounded up to a multiple of four.
  (func (export "decimate") (param $line i32) (param $out i32) (param $count i32)
    (local $end i32)
    (local $t0 v128) (local $t1 v128) (local $t2 v128) (local $t3 v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $ab v128) (local $cd v128)
    (local.set $t0 (v128.load (i32.const 0)))
    (local.set $t1 (v128.load (i32.const 16)))
    (local.set $t2 (v128.load (i32.const 32)))
    (local.set $t3 (v128.load (i32.const 48)))
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $count) (i32.const 1))))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $out) (local.get $end)))
        (local.set $a (i32x4.add
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=0 (local.get $line)) (local.get $t0))
            (i32x4.dot_i16x8_s (v128.load offset=16 (local.get $line)) (local.get $t1)))
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=32 (local.get $line)) (local.get $t2))
            (i32x4.dot_i16x8_s (v128.load offset=48 (local.get $line)) (local.get $t3)))))
        (local.set $b (i32x4.add
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=6 (local.get $line)) (local.get $t0))
            (i32x4.dot_i16x8_s (v128.load offset=22 (local.get $line)) (local.get $t1)))
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=38 (local.get $line)) (local.get $t2))
            (i32x4.dot_i16x8_s (v128.load offset=54 (local.get $line)) (local.get $t3)))))
        (local.set $c (i32x4.add
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=12 (local.get $line)) (local.get $t0))
            (i32x4.dot_i16x8_s (v128.load offset=28 (local.get $line)) (local.get $t1)))
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=44 (local.get $line)) (local.get $t2))
            (i32x4.dot_i16x8_s (v128.load offset=60 (local.get $line)) (local.get $t3)))))
        (local.set $d (i32x4.add
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=18 (local.get $line)) (local.get $t0))
            (i32x4.dot_i16x8_s (v128.load offset=34 (local.get $line)) (local.get $t1)))
          (i32x4.add
            (i32x4.dot_i16x8_s (v128.load offset=50 (local.get $line)) (local.get $t2))
            (i32x4.dot_i16x8_s (v128.load offset=66 (local.get $line)) (local.get $t3)))))
        ;; The four lanes of each, added up, beside each other.
        (local.set $ab (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $a) (local.get $b))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $a) (local.get $b))))
        (local.set $cd (i32x4.add
          (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $c) (local.get $d))
          (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $c) (local.get $d))))
        (local.set $a (i32x4.add
          (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ab) (local.get $cd))
          (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ab) (local.get $cd))))
        ;; Rounded out of Q15, and held to 16 bits.
        (local.set $a (i32x4.shr_s (i32x4.add (local.get $a) (v128.const i32x4 16384 16384 16384 16384)) (i32.const 15)))
        (v128.store64_lane 0 (local.get $out) (i16x8.narrow_i32x4_s (local.get $a) (local.get $a)))
        (local.set $out (i32.add (local.get $out) (i32.const 8)))
        (local.set $line (i32.add (local.get $line) (i32.const 24)))
        (br $next)))))
