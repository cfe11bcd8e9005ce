;; The inner loops of cepstrum.ts, four bands a turn, in 32-bit numbers. `cepstrum_wasm.ts` holds this file, assembled; a test
;; keeps the two equal.
;;
;; Memory (64 KiB), in bytes:
;;      0  powers of the 20 bands
;;     80  noise in them
;;    160  sums of the bands that mirror each other, ten and two of no meaning; 208 their differences (scratch)
;;    256  cosines, the caller's: for each of the ten, eight of the even coefficients and eight of the odd ones
;;    896  the even coefficients, then the odd ones, eight each
;;    960  sum of the powers; 964 sum of the noise
(module
  (memory (export "memory") 1)

  ;; The noise follows the powers: by a share of the way down, by a smaller one up, but no more than that of itself and `least`.
  ;; `fresh`: it begins with them.
  (func (export "follow") (param $fresh i32) (param $fall f32) (param $rise f32) (param $least f32)
    (local $at i32) (local $first v128)
    (local $power v128) (local $old v128) (local $way v128) (local $now v128) (local $energy v128) (local $floor v128)
    (local.set $first (i32x4.splat (i32.sub (i32.const 0) (local.get $fresh))))
    (loop $four
      (local.set $power (v128.load (local.get $at)))
      (local.set $old (v128.bitselect (local.get $power) (v128.load offset=80 (local.get $at)) (local.get $first)))
      (local.set $way (f32x4.sub (local.get $power) (local.get $old)))
      (local.set $now (f32x4.add (local.get $old) (v128.bitselect
        (f32x4.mul (local.get $way) (f32x4.splat (local.get $fall)))
        (f32x4.pmin
          (f32x4.mul (local.get $way) (f32x4.splat (local.get $rise)))
          (f32x4.add (f32x4.mul (local.get $old) (f32x4.splat (local.get $rise))) (f32x4.splat (local.get $least))))
        (f32x4.lt (local.get $power) (local.get $old)))))
      (v128.store offset=80 (local.get $at) (local.get $now))
      (local.set $energy (f32x4.add (local.get $energy) (local.get $power)))
      (local.set $floor (f32x4.add (local.get $floor) (local.get $now)))
      (local.set $at (i32.add (local.get $at) (i32.const 16)))
      (br_if $four (i32.lt_u (local.get $at) (i32.const 80))))
    ;; Lanes 0 and 1 of both beside lanes 2 and 3, then one beside the other.
    (local.set $now (f32x4.add
      (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $energy) (local.get $floor))
      (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $energy) (local.get $floor))))
    (local.set $now (f32x4.add (local.get $now)
      (i8x16.shuffle 4 5 6 7 0 1 2 3 12 13 14 15 8 9 10 11 (local.get $now) (local.get $now))))
    (v128.store64_lane 0 (i32.const 960)
      (i8x16.shuffle 0 1 2 3 8 9 10 11 0 1 2 3 8 9 10 11 (local.get $now) (local.get $now))))

  ;; Of what stands over the noise, or `left` of the noise, and `bottom`, times `scale`: its logarithms, transformed.
  (func (export "transform") (param $left f32) (param $bottom f32) (param $scale f32)
    (local $at i32) (local $weights i32)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $even v128) (local $even4 v128) (local $odd v128) (local $odd4 v128) (local $x v128)
    ;; Bands 0–3 with 19–16, 4–7 with 15–12, 8–9 with 11–10.
    (local.set $a (call $log (i32.const 0) (local.get $left) (local.get $bottom) (local.get $scale)))
    (local.set $b (call $log (i32.const 64) (local.get $left) (local.get $bottom) (local.get $scale)))
    (local.set $b (i8x16.shuffle 12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3 (local.get $b) (local.get $b)))
    (v128.store offset=160 (i32.const 0) (f32x4.add (local.get $a) (local.get $b)))
    (v128.store offset=208 (i32.const 0) (f32x4.sub (local.get $a) (local.get $b)))
    (local.set $a (call $log (i32.const 16) (local.get $left) (local.get $bottom) (local.get $scale)))
    (local.set $b (call $log (i32.const 48) (local.get $left) (local.get $bottom) (local.get $scale)))
    (local.set $b (i8x16.shuffle 12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3 (local.get $b) (local.get $b)))
    (v128.store offset=176 (i32.const 0) (f32x4.add (local.get $a) (local.get $b)))
    (v128.store offset=224 (i32.const 0) (f32x4.sub (local.get $a) (local.get $b)))
    (local.set $a (call $log (i32.const 32) (local.get $left) (local.get $bottom) (local.get $scale)))
    (local.set $b (i8x16.shuffle 12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3 (local.get $a) (local.get $a)))
    (v128.store offset=192 (i32.const 0) (f32x4.add (local.get $a) (local.get $b)))
    (v128.store offset=240 (i32.const 0) (f32x4.sub (local.get $a) (local.get $b)))
    (loop $each
      (local.set $x (v128.load32_splat offset=160 (local.get $at)))
      (local.set $even (f32x4.add (local.get $even) (f32x4.mul (local.get $x) (v128.load offset=256 (local.get $weights)))))
      (local.set $even4 (f32x4.add (local.get $even4) (f32x4.mul (local.get $x) (v128.load offset=272 (local.get $weights)))))
      (local.set $x (v128.load32_splat offset=208 (local.get $at)))
      (local.set $odd (f32x4.add (local.get $odd) (f32x4.mul (local.get $x) (v128.load offset=288 (local.get $weights)))))
      (local.set $odd4 (f32x4.add (local.get $odd4) (f32x4.mul (local.get $x) (v128.load offset=304 (local.get $weights)))))
      (local.set $at (i32.add (local.get $at) (i32.const 4)))
      (local.set $weights (i32.add (local.get $weights) (i32.const 64)))
      (br_if $each (i32.lt_u (local.get $at) (i32.const 40))))
    (v128.store (i32.const 896) (local.get $even))
    (v128.store (i32.const 912) (local.get $even4))
    (v128.store (i32.const 928) (local.get $odd))
    (v128.store (i32.const 944) (local.get $odd4)))

  ;; Four bands' logarithms: the exponent's, and that of a mantissa m from √½ to √2 as 2·artanh of z = (m − 1) ÷ (m + 1), as far
  ;; as z⁷ (within 1e-7).
  (func $log (param $at i32) (param $left f32) (param $bottom f32) (param $scale f32) (result v128)
    (local $x v128) (local $noise v128) (local $exponent v128) (local $square v128)
    (local.set $noise (v128.load offset=80 (local.get $at)))
    (local.set $x (f32x4.mul (f32x4.splat (local.get $scale)) (f32x4.add (f32x4.splat (local.get $bottom))
      (f32x4.pmax
        (f32x4.sub (v128.load (local.get $at)) (local.get $noise))
        (f32x4.mul (local.get $noise) (f32x4.splat (local.get $left)))))))
    (local.set $exponent (i32x4.shr_s
      (i32x4.sub (local.get $x) (v128.const i32x4 0x3f3504f3 0x3f3504f3 0x3f3504f3 0x3f3504f3)) (i32.const 23)))
    (local.set $x (i32x4.sub (local.get $x) (i32x4.shl (local.get $exponent) (i32.const 23))))
    (local.set $x (f32x4.div
      (f32x4.sub (local.get $x) (v128.const f32x4 1 1 1 1)) (f32x4.add (local.get $x) (v128.const f32x4 1 1 1 1))))
    (local.set $square (f32x4.mul (local.get $x) (local.get $x)))
    (f32x4.add
      (f32x4.mul (f32x4.convert_i32x4_s (local.get $exponent))
        (v128.const f32x4 0.69314718056 0.69314718056 0.69314718056 0.69314718056))
      (f32x4.mul (f32x4.add (local.get $x) (local.get $x))
        (f32x4.add (v128.const f32x4 1 1 1 1) (f32x4.mul (local.get $square)
          (f32x4.add (v128.const f32x4 0.33333333333 0.33333333333 0.33333333333 0.33333333333) (f32x4.mul (local.get $square)
            (f32x4.add (v128.const f32x4 0.2 0.2 0.2 0.2) (f32x4.mul (local.get $square)
              (v128.const f32x4 0.14285714286 0.14285714286 0.14285714286 0.14285714286)))))))))))
