;; The inner loops of spectrum.ts: the power spectrum of 256 real samples of 16 bits, in 32-bit numbers, four a turn.
;; `spectrum_wasm.ts` holds this file, assembled; a test keeps the two equal.
;;
;; The samples become 128 complex ones z (even samples real, odd ones imaginary). Lane l of vector m holds z[4m + l], so that
;; the four lanes are transformed beside each other, 32 points each (radix-2, decimation in time); a transform of four points
;; across the lanes then makes one of 128 of them, and what is known of real samples takes it apart.
;;
;; Memory (64 KiB), filled by the caller before the first frame but for what is marked (scratch):
;;      0  window, 256 numbers; half of what is wanted, for the last step adds without halving
;;   1024  W32^k for k from 0 to 15: real, imaginary
;;   1152  W128^(k·l) for k from 0 to 31: four real parts, for l from 0 to 3, then four imaginary ones
;;   2176  W256^k for k from 1 to 64: 64 real parts, then 64 imaginary ones
;;   2688  where vector m goes: 16 times m with its five bits reversed, 32 bits each
;;   2816  real parts of the 32 vectors (scratch); 3328 imaginary ones (scratch)
;;   3840  real parts of the 128 points (scratch); 4352 imaginary ones (scratch)
;;   4864  the powers of bins 0 to 128
;;   8192  the caller's, for the samples
(module
  (memory (export "memory") 1)

  ;; `frame`: byte address of the first sample, even.
  (func (export "power") (param $frame i32)
    (local $i i32) (local $j i32) (local $k i32) (local $span i32) (local $at i32)
    (local $ar v128) (local $ai v128) (local $br v128) (local $bi v128)
    (local $cr v128) (local $ci v128) (local $dr v128) (local $di v128)
    (local $er v128) (local $ei v128) (local $fr v128) (local $fi v128)
    (local $gr v128) (local $gi v128) (local $hr v128) (local $hi v128)
    (local $wr v128) (local $wi v128) (local $dc f32) (local $nyquist f32)

    ;; Eight samples a turn: under the window, even ones apart from odd ones, to where the transform wants them.
    (loop $load
      (local.set $ar (v128.load (i32.add (local.get $frame) (i32.shl (local.get $i) (i32.const 4)))))
      (local.set $at (i32.shl (local.get $i) (i32.const 5)))
      (local.set $br (f32x4.mul (v128.load offset=16 (local.get $at))
        (f32x4.convert_i32x4_s (i32x4.extend_high_i16x8_s (local.get $ar)))))
      (local.set $ar (f32x4.mul (v128.load (local.get $at))
        (f32x4.convert_i32x4_s (i32x4.extend_low_i16x8_s (local.get $ar)))))
      (local.set $at (i32.load offset=2688 (i32.shl (local.get $i) (i32.const 2))))
      (v128.store offset=2816 (local.get $at)
        (i8x16.shuffle 0 1 2 3 8 9 10 11 16 17 18 19 24 25 26 27 (local.get $ar) (local.get $br)))
      (v128.store offset=3328 (local.get $at)
        (i8x16.shuffle 4 5 6 7 12 13 14 15 20 21 22 23 28 29 30 31 (local.get $ar) (local.get $br)))
      (local.set $i (i32.add (local.get $i) (i32.const 1)))
      (br_if $load (i32.lt_u (local.get $i) (i32.const 32))))

    ;; The first two stages at once: their factors are 1 and −i.
    (local.set $i (i32.const 0))
    (loop $four
      (local.set $ar (v128.load offset=2816 (local.get $i)))
      (local.set $br (v128.load offset=2832 (local.get $i)))
      (local.set $cr (v128.load offset=2848 (local.get $i)))
      (local.set $dr (v128.load offset=2864 (local.get $i)))
      (local.set $ai (v128.load offset=3328 (local.get $i)))
      (local.set $bi (v128.load offset=3344 (local.get $i)))
      (local.set $ci (v128.load offset=3360 (local.get $i)))
      (local.set $di (v128.load offset=3376 (local.get $i)))
      (local.set $er (f32x4.add (local.get $ar) (local.get $br)))
      (local.set $ei (f32x4.add (local.get $ai) (local.get $bi)))
      (local.set $fr (f32x4.sub (local.get $ar) (local.get $br)))
      (local.set $fi (f32x4.sub (local.get $ai) (local.get $bi)))
      (local.set $gr (f32x4.add (local.get $cr) (local.get $dr)))
      (local.set $gi (f32x4.add (local.get $ci) (local.get $di)))
      (local.set $hr (f32x4.sub (local.get $cr) (local.get $dr)))
      (local.set $hi (f32x4.sub (local.get $ci) (local.get $di)))
      (v128.store offset=2816 (local.get $i) (f32x4.add (local.get $er) (local.get $gr)))
      (v128.store offset=3328 (local.get $i) (f32x4.add (local.get $ei) (local.get $gi)))
      (v128.store offset=2832 (local.get $i) (f32x4.add (local.get $fr) (local.get $hi)))
      (v128.store offset=3344 (local.get $i) (f32x4.sub (local.get $fi) (local.get $hr)))
      (v128.store offset=2848 (local.get $i) (f32x4.sub (local.get $er) (local.get $gr)))
      (v128.store offset=3360 (local.get $i) (f32x4.sub (local.get $ei) (local.get $gi)))
      (v128.store offset=2864 (local.get $i) (f32x4.sub (local.get $fr) (local.get $hi)))
      (v128.store offset=3376 (local.get $i) (f32x4.add (local.get $fi) (local.get $hr)))
      (local.set $i (i32.add (local.get $i) (i32.const 64)))
      (br_if $four (i32.lt_u (local.get $i) (i32.const 512))))

    ;; The other three. All in bytes: `span` from one half of a butterfly to the other, `k` and `i` of vectors.
    (local.set $span (i32.const 64))
    (loop $stage
      (local.set $k (i32.const 0))
      (loop $factor
        ;; Of sixteen factors, every (256 ÷ span)th: k · 16 ÷ span of them, eight bytes each.
        (local.set $at (i32.div_u (i32.shl (local.get $k) (i32.const 7)) (local.get $span)))
        (local.set $wr (v128.load32_splat offset=1024 (local.get $at)))
        (local.set $wi (v128.load32_splat offset=1028 (local.get $at)))
        (local.set $i (local.get $k))
        (loop $butterfly
          (local.set $j (i32.add (local.get $i) (local.get $span)))
          (local.set $br (v128.load offset=2816 (local.get $j)))
          (local.set $bi (v128.load offset=3328 (local.get $j)))
          (local.set $cr (f32x4.sub
            (f32x4.mul (local.get $br) (local.get $wr)) (f32x4.mul (local.get $bi) (local.get $wi))))
          (local.set $ci (f32x4.add
            (f32x4.mul (local.get $br) (local.get $wi)) (f32x4.mul (local.get $bi) (local.get $wr))))
          (local.set $ar (v128.load offset=2816 (local.get $i)))
          (local.set $ai (v128.load offset=3328 (local.get $i)))
          (v128.store offset=2816 (local.get $j) (f32x4.sub (local.get $ar) (local.get $cr)))
          (v128.store offset=3328 (local.get $j) (f32x4.sub (local.get $ai) (local.get $ci)))
          (v128.store offset=2816 (local.get $i) (f32x4.add (local.get $ar) (local.get $cr)))
          (v128.store offset=3328 (local.get $i) (f32x4.add (local.get $ai) (local.get $ci)))
          (local.set $i (i32.add (local.get $j) (local.get $span)))
          (br_if $butterfly (i32.lt_u (local.get $i) (i32.const 512))))
        (local.set $k (i32.add (local.get $k) (i32.const 16)))
        (br_if $factor (i32.lt_u (local.get $k) (local.get $span))))
      (local.set $span (i32.shl (local.get $span) (i32.const 1)))
      (br_if $stage (i32.lt_u (local.get $span) (i32.const 512))))

    ;; Across the lanes: four vectors a turn, each turned by its factors, then rows and columns swapped: a, b, c, d are then
    ;; the four lanes, of four points each, and become points k, k + 32, k + 64 and k + 96.
    (local.set $i (i32.const 0))
    (loop $across
      (local.set $at (i32.shl (local.get $i) (i32.const 1)))
      (local.set $br (v128.load offset=2816 (local.get $i)))
      (local.set $bi (v128.load offset=3328 (local.get $i)))
      (local.set $wr (v128.load offset=1152 (local.get $at)))
      (local.set $wi (v128.load offset=1168 (local.get $at)))
      (local.set $er (f32x4.sub (f32x4.mul (local.get $br) (local.get $wr)) (f32x4.mul (local.get $bi) (local.get $wi))))
      (local.set $ei (f32x4.add (f32x4.mul (local.get $br) (local.get $wi)) (f32x4.mul (local.get $bi) (local.get $wr))))
      (local.set $br (v128.load offset=2832 (local.get $i)))
      (local.set $bi (v128.load offset=3344 (local.get $i)))
      (local.set $wr (v128.load offset=1184 (local.get $at)))
      (local.set $wi (v128.load offset=1200 (local.get $at)))
      (local.set $fr (f32x4.sub (f32x4.mul (local.get $br) (local.get $wr)) (f32x4.mul (local.get $bi) (local.get $wi))))
      (local.set $fi (f32x4.add (f32x4.mul (local.get $br) (local.get $wi)) (f32x4.mul (local.get $bi) (local.get $wr))))
      (local.set $br (v128.load offset=2848 (local.get $i)))
      (local.set $bi (v128.load offset=3360 (local.get $i)))
      (local.set $wr (v128.load offset=1216 (local.get $at)))
      (local.set $wi (v128.load offset=1232 (local.get $at)))
      (local.set $gr (f32x4.sub (f32x4.mul (local.get $br) (local.get $wr)) (f32x4.mul (local.get $bi) (local.get $wi))))
      (local.set $gi (f32x4.add (f32x4.mul (local.get $br) (local.get $wi)) (f32x4.mul (local.get $bi) (local.get $wr))))
      (local.set $br (v128.load offset=2864 (local.get $i)))
      (local.set $bi (v128.load offset=3376 (local.get $i)))
      (local.set $wr (v128.load offset=1248 (local.get $at)))
      (local.set $wi (v128.load offset=1264 (local.get $at)))
      (local.set $hr (f32x4.sub (f32x4.mul (local.get $br) (local.get $wr)) (f32x4.mul (local.get $bi) (local.get $wi))))
      (local.set $hi (f32x4.add (f32x4.mul (local.get $br) (local.get $wi)) (f32x4.mul (local.get $bi) (local.get $wr))))

      (local.set $ar (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $er) (local.get $fr)))
      (local.set $br (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $er) (local.get $fr)))
      (local.set $cr (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $gr) (local.get $hr)))
      (local.set $dr (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $gr) (local.get $hr)))
      (local.set $er (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ar) (local.get $cr)))
      (local.set $fr (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ar) (local.get $cr)))
      (local.set $gr (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $br) (local.get $dr)))
      (local.set $hr (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $br) (local.get $dr)))
      (local.set $ai (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $ei) (local.get $fi)))
      (local.set $bi (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $ei) (local.get $fi)))
      (local.set $ci (i8x16.shuffle 0 1 2 3 16 17 18 19 4 5 6 7 20 21 22 23 (local.get $gi) (local.get $hi)))
      (local.set $di (i8x16.shuffle 8 9 10 11 24 25 26 27 12 13 14 15 28 29 30 31 (local.get $gi) (local.get $hi)))
      (local.set $ei (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $ai) (local.get $ci)))
      (local.set $fi (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $ai) (local.get $ci)))
      (local.set $gi (i8x16.shuffle 0 1 2 3 4 5 6 7 16 17 18 19 20 21 22 23 (local.get $bi) (local.get $di)))
      (local.set $hi (i8x16.shuffle 8 9 10 11 12 13 14 15 24 25 26 27 28 29 30 31 (local.get $bi) (local.get $di)))

      (local.set $ar (f32x4.add (local.get $er) (local.get $gr)))
      (local.set $ai (f32x4.add (local.get $ei) (local.get $gi)))
      (local.set $br (f32x4.sub (local.get $er) (local.get $gr)))
      (local.set $bi (f32x4.sub (local.get $ei) (local.get $gi)))
      (local.set $cr (f32x4.add (local.get $fr) (local.get $hr)))
      (local.set $ci (f32x4.add (local.get $fi) (local.get $hi)))
      (local.set $dr (f32x4.sub (local.get $fr) (local.get $hr)))
      (local.set $di (f32x4.sub (local.get $fi) (local.get $hi)))
      (local.set $at (i32.shr_u (local.get $i) (i32.const 2)))
      (v128.store offset=3840 (local.get $at) (f32x4.add (local.get $ar) (local.get $cr)))
      (v128.store offset=4352 (local.get $at) (f32x4.add (local.get $ai) (local.get $ci)))
      (v128.store offset=3968 (local.get $at) (f32x4.add (local.get $br) (local.get $di)))
      (v128.store offset=4480 (local.get $at) (f32x4.sub (local.get $bi) (local.get $dr)))
      (v128.store offset=4096 (local.get $at) (f32x4.sub (local.get $ar) (local.get $cr)))
      (v128.store offset=4608 (local.get $at) (f32x4.sub (local.get $ai) (local.get $ci)))
      (v128.store offset=4224 (local.get $at) (f32x4.sub (local.get $br) (local.get $di)))
      (v128.store offset=4736 (local.get $at) (f32x4.add (local.get $bi) (local.get $dr)))
      (local.set $i (i32.add (local.get $i) (i32.const 64)))
      (br_if $across (i32.lt_u (local.get $i) (i32.const 512))))

    ;; Points k and 128 − k (a and b, the latter backwards) hold the even samples' spectrum (c) and the odd ones' (d).
    (local.set $i (i32.const 4))
    (loop $part
      (local.set $at (i32.sub (i32.const 500) (local.get $i)))
      (local.set $ar (v128.load offset=3840 (local.get $i)))
      (local.set $ai (v128.load offset=4352 (local.get $i)))
      (local.set $br (v128.load offset=3840 (local.get $at)))
      (local.set $bi (v128.load offset=4352 (local.get $at)))
      (local.set $br (i8x16.shuffle 12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3 (local.get $br) (local.get $br)))
      (local.set $bi (i8x16.shuffle 12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3 (local.get $bi) (local.get $bi)))
      (local.set $wr (v128.load offset=2172 (local.get $i)))
      (local.set $wi (v128.load offset=2428 (local.get $i)))
      (local.set $cr (f32x4.add (local.get $ar) (local.get $br)))
      (local.set $ci (f32x4.sub (local.get $ai) (local.get $bi)))
      (local.set $dr (f32x4.add (local.get $ai) (local.get $bi)))
      (local.set $di (f32x4.sub (local.get $br) (local.get $ar)))
      (local.set $er (f32x4.sub (f32x4.mul (local.get $dr) (local.get $wr)) (f32x4.mul (local.get $di) (local.get $wi))))
      (local.set $ei (f32x4.add (f32x4.mul (local.get $dr) (local.get $wi)) (f32x4.mul (local.get $di) (local.get $wr))))
      (local.set $ar (f32x4.add (local.get $cr) (local.get $er)))
      (local.set $ai (f32x4.add (local.get $ci) (local.get $ei)))
      (local.set $br (f32x4.sub (local.get $cr) (local.get $er)))
      (local.set $bi (f32x4.sub (local.get $ci) (local.get $ei)))
      (local.set $ar (f32x4.add
        (f32x4.mul (local.get $ar) (local.get $ar)) (f32x4.mul (local.get $ai) (local.get $ai))))
      (local.set $br (f32x4.add
        (f32x4.mul (local.get $br) (local.get $br)) (f32x4.mul (local.get $bi) (local.get $bi))))
      (v128.store offset=4864 (local.get $i) (local.get $ar))
      (v128.store offset=4864 (local.get $at)
        (i8x16.shuffle 12 13 14 15 8 9 10 11 4 5 6 7 0 1 2 3 (local.get $br) (local.get $br)))
      (local.set $i (i32.add (local.get $i) (i32.const 16)))
      (br_if $part (i32.lt_u (local.get $i) (i32.const 260))))

    ;; The first bin and the last, of the window's halves: four times their squares.
    (local.set $dc (f32.load (i32.const 3840)))
    (local.set $nyquist (f32.load (i32.const 4352)))
    (f32.store (i32.const 4864) (f32.mul (f32.const 4) (f32.mul
      (f32.add (local.get $dc) (local.get $nyquist)) (f32.add (local.get $dc) (local.get $nyquist)))))
    (f32.store (i32.const 5376) (f32.mul (f32.const 4) (f32.mul
      (f32.sub (local.get $dc) (local.get $nyquist)) (f32.sub (local.get $dc) (local.get $nyquist)))))))
