;; The inner loops of states.ts and search.ts: how far a frame lies from every state, and one step of all chains of states.
;; 16-bit numbers, eight or sixteen states a turn. `search_wasm.ts` holds this file, assembled; a test keeps the two equal.
;;
;; Where things lie in memory is the caller's; all addresses are multiples of 16.
(module
  (memory (export "memory") 1)

  ;; Squared distances |m|² − 2·m·y + |y|², shifted right, held to 0–65535, one 16-bit number a state. `means`: for each
  ;; sixteen states, for each pair of dimensions, sixteen pairs of 16 bits. `norms`: |m|², 32 bits a state. `frame`: y,
  ;; `pairs` pairs. `own`: |y|². `states`: a multiple of sixteen.
  (func (export "distances")
    (param $means i32) (param $norms i32) (param $frame i32) (param $out i32)
    (param $states i32) (param $pairs i32) (param $own i32) (param $shift i32)
    (local $end i32) (local $at i32) (local $frameEnd i32)
    (local $y v128) (local $o v128) (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local.set $end (i32.add (local.get $out) (i32.shl (local.get $states) (i32.const 1))))
    (local.set $frameEnd (i32.add (local.get $frame) (i32.shl (local.get $pairs) (i32.const 2))))
    (local.set $o (i32x4.splat (local.get $own)))
    (loop $block
      (local.set $a (v128.const i32x4 0 0 0 0))
      (local.set $b (local.get $a))
      (local.set $c (local.get $a))
      (local.set $d (local.get $a))
      (local.set $at (local.get $frame))
      (loop $pair
        (local.set $y (v128.load32_splat (local.get $at)))
        (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s (local.get $y) (v128.load (local.get $means)))))
        (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s (local.get $y) (v128.load offset=16 (local.get $means)))))
        (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s (local.get $y) (v128.load offset=32 (local.get $means)))))
        (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s (local.get $y) (v128.load offset=48 (local.get $means)))))
        (local.set $means (i32.add (local.get $means) (i32.const 64)))
        (local.set $at (i32.add (local.get $at) (i32.const 4)))
        (br_if $pair (i32.lt_u (local.get $at) (local.get $frameEnd))))
      (local.set $a (i32x4.sub (i32x4.add (local.get $o) (v128.load (local.get $norms))) (i32x4.shl (local.get $a) (i32.const 1))))
      (local.set $b (i32x4.sub (i32x4.add (local.get $o) (v128.load offset=16 (local.get $norms))) (i32x4.shl (local.get $b) (i32.const 1))))
      (local.set $c (i32x4.sub (i32x4.add (local.get $o) (v128.load offset=32 (local.get $norms))) (i32x4.shl (local.get $c) (i32.const 1))))
      (local.set $d (i32x4.sub (i32x4.add (local.get $o) (v128.load offset=48 (local.get $norms))) (i32x4.shl (local.get $d) (i32.const 1))))
      (v128.store (local.get $out)
        (i16x8.narrow_i32x4_u (i32x4.shr_s (local.get $a) (local.get $shift)) (i32x4.shr_s (local.get $b) (local.get $shift))))
      (v128.store offset=16 (local.get $out)
        (i16x8.narrow_i32x4_u (i32x4.shr_s (local.get $c) (local.get $shift)) (i32x4.shr_s (local.get $d) (local.get $shift))))
      (local.set $norms (i32.add (local.get $norms) (i32.const 64)))
      (local.set $out (i32.add (local.get $out) (i32.const 32)))
      (br_if $block (i32.lt_u (local.get $out) (local.get $end)))))

  ;; One frame onwards: each state's score becomes the least of its own plus `stay`, its predecessor's, and the one's before
  ;; that plus `skip`; plus its distance; less `less`. Its token is the one that came with that score. In place, from the last
  ;; state down, so that predecessors are still those of the frame before. 65535 is "not reached" and stays so. Sixteen bytes
  ;; before the scores and the tokens are read too. `states`: a multiple of eight. Returns the least score.
  (func (export "step")
    (param $scores i32) (param $tokens i32) (param $distances i32) (param $states i32)
    (param $stay i32) (param $skip i32) (param $less i32) (result i32)
    (local $i i32) (local $s i32) (local $t i32)
    (local $least v128) (local $score v128) (local $other v128) (local $token v128) (local $mask v128)
    (local.set $i (i32.shl (local.get $states) (i32.const 1)))
    (local.set $least (v128.const i32x4 -1 -1 -1 -1))
    (loop $block
      (local.set $i (i32.sub (local.get $i) (i32.const 16)))
      (local.set $s (i32.add (local.get $scores) (local.get $i)))
      (local.set $t (i32.add (local.get $tokens) (local.get $i)))
      (local.set $score (i16x8.add_sat_u (v128.load (local.get $s)) (i16x8.splat (local.get $stay))))
      (local.set $token (v128.load (local.get $t)))

      (local.set $other (v128.load (i32.sub (local.get $s) (i32.const 2))))
      (local.set $mask (i16x8.lt_u (local.get $other) (local.get $score)))
      (local.set $score (i16x8.min_u (local.get $score) (local.get $other)))
      (local.set $token (v128.bitselect (v128.load (i32.sub (local.get $t) (i32.const 2))) (local.get $token) (local.get $mask)))

      (local.set $other (i16x8.add_sat_u (v128.load (i32.sub (local.get $s) (i32.const 4))) (i16x8.splat (local.get $skip))))
      (local.set $mask (i16x8.lt_u (local.get $other) (local.get $score)))
      (local.set $score (i16x8.min_u (local.get $score) (local.get $other)))
      (local.set $token (v128.bitselect (v128.load (i32.sub (local.get $t) (i32.const 4))) (local.get $token) (local.get $mask)))

      (local.set $score (i16x8.add_sat_u (local.get $score) (v128.load (i32.add (local.get $distances) (local.get $i)))))
      (local.set $mask (i16x8.eq (local.get $score) (v128.const i32x4 -1 -1 -1 -1)))
      (local.set $score (v128.or (local.get $mask) (i16x8.sub_sat_u (local.get $score) (i16x8.splat (local.get $less)))))
      (local.set $least (i16x8.min_u (local.get $least) (local.get $score)))
      (v128.store (local.get $s) (local.get $score))
      (v128.store (local.get $t) (local.get $token))
      (br_if $block (local.get $i)))
    (local.set $least (i16x8.min_u (local.get $least)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $least) (local.get $least))))
    (local.set $least (i16x8.min_u (local.get $least)
      (i8x16.shuffle 4 5 6 7 4 5 6 7 4 5 6 7 4 5 6 7 (local.get $least) (local.get $least))))
    (local.set $least (i16x8.min_u (local.get $least)
      (i8x16.shuffle 2 3 2 3 2 3 2 3 2 3 2 3 2 3 2 3 (local.get $least) (local.get $least))))
    (i16x8.extract_lane_u 0 (local.get $least))))
