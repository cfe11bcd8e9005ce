;; The inner loops of states.ts and search.ts: how far a frame lies from every state, and one step of all chains of states.
;; 16-bit numbers, eight or sixteen states a turn. `search_wasm.ts` holds this file, assembled; a test keeps the two equal.
;;
;; Where things lie in memory is the caller's; all addresses are multiples of 16.
(module
  (memory (export "memory") 1)

  ;; Squared distances |m|² − 2·m·y + |y|² of some frames from all states, shifted right, held to 0–65535, 16 bits each. Two
  ;; frames at once, and all of them before the next sixteen states: the means are many, and each is fetched once.
  ;; `means`: for each sixteen states, for each pair of dimensions, sixteen pairs of 16 bits. `norms`: |m|², 32 bits a state.
  ;; `frames`: y, `pairs` pairs of 16 bits, one every `frameBytes`, and |y|², 32 bits, in its last four; an even number of them, up
  ;; to `framesEnd`. `out`: for each frame `states` distances. `states`: a multiple of sixteen.
  (func (export "distances")
    (param $means i32) (param $norms i32) (param $frames i32) (param $framesEnd i32) (param $frameBytes i32)
    (param $out i32) (param $states i32) (param $pairs i32) (param $shift i32)
    (local $end i32) (local $at i32) (local $mean i32) (local $pairsEnd i32) (local $frame i32) (local $row i32) (local $to i32)
    (local $y v128) (local $z v128) (local $m v128) (local $n v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128)
    (local $e v128) (local $f v128) (local $g v128) (local $h v128)
    (local.set $row (i32.shl (local.get $states) (i32.const 1)))
    (local.set $end (i32.add (local.get $out) (local.get $row)))
    (loop $block
      (local.set $frame (local.get $frames))
      (local.set $to (local.get $out))
      (loop $two
        (local.set $a (v128.const i32x4 0 0 0 0))
        (local.set $b (local.get $a))
        (local.set $c (local.get $a))
        (local.set $d (local.get $a))
        (local.set $e (local.get $a))
        (local.set $f (local.get $a))
        (local.set $g (local.get $a))
        (local.set $h (local.get $a))
        (local.set $mean (local.get $means))
        (local.set $at (local.get $frame))
        (local.set $pairsEnd (i32.add (local.get $frame) (i32.shl (local.get $pairs) (i32.const 2))))
        (loop $pair
          (local.set $y (v128.load32_splat (local.get $at)))
          (local.set $z (v128.load32_splat (i32.add (local.get $at) (local.get $frameBytes))))
          (local.set $m (v128.load (local.get $mean)))
          (local.set $a (i32x4.add (local.get $a) (i32x4.dot_i16x8_s (local.get $y) (local.get $m))))
          (local.set $e (i32x4.add (local.get $e) (i32x4.dot_i16x8_s (local.get $z) (local.get $m))))
          (local.set $m (v128.load offset=16 (local.get $mean)))
          (local.set $b (i32x4.add (local.get $b) (i32x4.dot_i16x8_s (local.get $y) (local.get $m))))
          (local.set $f (i32x4.add (local.get $f) (i32x4.dot_i16x8_s (local.get $z) (local.get $m))))
          (local.set $m (v128.load offset=32 (local.get $mean)))
          (local.set $c (i32x4.add (local.get $c) (i32x4.dot_i16x8_s (local.get $y) (local.get $m))))
          (local.set $g (i32x4.add (local.get $g) (i32x4.dot_i16x8_s (local.get $z) (local.get $m))))
          (local.set $m (v128.load offset=48 (local.get $mean)))
          (local.set $d (i32x4.add (local.get $d) (i32x4.dot_i16x8_s (local.get $y) (local.get $m))))
          (local.set $h (i32x4.add (local.get $h) (i32x4.dot_i16x8_s (local.get $z) (local.get $m))))
          (local.set $mean (i32.add (local.get $mean) (i32.const 64)))
          (local.set $at (i32.add (local.get $at) (i32.const 4)))
          (br_if $pair (i32.lt_u (local.get $at) (local.get $pairsEnd))))
        ;; |y|² of both, and |m|² on top.
        (local.set $frame (i32.add (local.get $frame) (local.get $frameBytes)))
        (local.set $y (v128.load32_splat (i32.sub (local.get $frame) (i32.const 4))))
        (local.set $frame (i32.add (local.get $frame) (local.get $frameBytes)))
        (local.set $z (v128.load32_splat (i32.sub (local.get $frame) (i32.const 4))))
        (local.set $m (v128.load (local.get $norms)))
        (local.set $n (v128.load offset=16 (local.get $norms)))
        (local.set $a (i32x4.sub (i32x4.add (local.get $y) (local.get $m)) (i32x4.shl (local.get $a) (i32.const 1))))
        (local.set $b (i32x4.sub (i32x4.add (local.get $y) (local.get $n)) (i32x4.shl (local.get $b) (i32.const 1))))
        (local.set $e (i32x4.sub (i32x4.add (local.get $z) (local.get $m)) (i32x4.shl (local.get $e) (i32.const 1))))
        (local.set $f (i32x4.sub (i32x4.add (local.get $z) (local.get $n)) (i32x4.shl (local.get $f) (i32.const 1))))
        (local.set $m (v128.load offset=32 (local.get $norms)))
        (local.set $n (v128.load offset=48 (local.get $norms)))
        (local.set $c (i32x4.sub (i32x4.add (local.get $y) (local.get $m)) (i32x4.shl (local.get $c) (i32.const 1))))
        (local.set $d (i32x4.sub (i32x4.add (local.get $y) (local.get $n)) (i32x4.shl (local.get $d) (i32.const 1))))
        (local.set $g (i32x4.sub (i32x4.add (local.get $z) (local.get $m)) (i32x4.shl (local.get $g) (i32.const 1))))
        (local.set $h (i32x4.sub (i32x4.add (local.get $z) (local.get $n)) (i32x4.shl (local.get $h) (i32.const 1))))
        (v128.store (local.get $to)
          (i16x8.narrow_i32x4_u (i32x4.shr_s (local.get $a) (local.get $shift)) (i32x4.shr_s (local.get $b) (local.get $shift))))
        (v128.store offset=16 (local.get $to)
          (i16x8.narrow_i32x4_u (i32x4.shr_s (local.get $c) (local.get $shift)) (i32x4.shr_s (local.get $d) (local.get $shift))))
        (local.set $to (i32.add (local.get $to) (local.get $row)))
        (v128.store (local.get $to)
          (i16x8.narrow_i32x4_u (i32x4.shr_s (local.get $e) (local.get $shift)) (i32x4.shr_s (local.get $f) (local.get $shift))))
        (v128.store offset=16 (local.get $to)
          (i16x8.narrow_i32x4_u (i32x4.shr_s (local.get $g) (local.get $shift)) (i32x4.shr_s (local.get $h) (local.get $shift))))
        (local.set $to (i32.add (local.get $to) (local.get $row)))
        (br_if $two (i32.lt_u (local.get $frame) (local.get $framesEnd))))
      (local.set $means (i32.add (local.get $means) (i32.shl (local.get $pairs) (i32.const 6))))
      (local.set $norms (i32.add (local.get $norms) (i32.const 64)))
      (local.set $out (i32.add (local.get $out) (i32.const 32)))
      (br_if $block (i32.lt_u (local.get $out) (local.get $end)))))

  ;; A sound of two frames onwards. With each frame a state's score becomes the least of its own plus `stay`, its predecessor's,
  ;; and the one's before that plus `skip`; plus its distance; after both, less `less`. Its token is the one that came with that
  ;; score. In place, from the last state down, so that predecessors are still those of the sound before; the first frame of
  ;; eight states is done with the second of the eight after them, which want it. 65535 is "not reached" and stays so. Sixteen
  ;; bytes before the scores and the tokens are read too. `states`: a multiple of eight. Returns the least score.
  (func (export "step")
    (param $scores i32) (param $tokens i32) (param $distances i32) (param $states i32)
    (param $stay i32) (param $skip i32) (param $less i32) (result i32)
    (local $i i32) (local $end i32) (local $s i32) (local $t i32)
    (local $stays v128) (local $skips v128) (local $lesses v128) (local $least v128) (local $mask v128)
    (local $score v128) (local $token v128) (local $before v128) (local $beforeToken v128)
    (local $next v128) (local $nextToken v128) (local $other v128)
    (local.set $stays (i16x8.splat (local.get $stay)))
    (local.set $skips (i16x8.splat (local.get $skip)))
    (local.set $lesses (i16x8.splat (local.get $less)))
    (local.set $least (v128.const i32x4 -1 -1 -1 -1))
    (local.set $end (i32.shl (local.get $states) (i32.const 1)))
    (local.set $i (local.get $end))
    (block $done
      (loop $block
        ;; `i`: the eight at hand, none at first. The first frame of the eight before them, of which there are none in the end.
        (local.set $before (v128.const i32x4 -1 -1 -1 -1))
        (if (local.get $i)
          (then
            (local.set $s (i32.sub (i32.add (local.get $scores) (local.get $i)) (i32.const 16)))
            (local.set $t (i32.sub (i32.add (local.get $tokens) (local.get $i)) (i32.const 16)))
            (local.set $before (i16x8.add_sat_u (v128.load (local.get $s)) (local.get $stays)))
            (local.set $other (v128.load (i32.sub (local.get $s) (i32.const 2))))
            (local.set $mask (i16x8.lt_u (local.get $other) (local.get $before)))
            (local.set $before (i16x8.min_u (local.get $before) (local.get $other)))
            (local.set $beforeToken (v128.bitselect
              (v128.load (i32.sub (local.get $t) (i32.const 2))) (v128.load (local.get $t)) (local.get $mask)))
            (local.set $other (i16x8.add_sat_u (v128.load (i32.sub (local.get $s) (i32.const 4))) (local.get $skips)))
            (local.set $mask (i16x8.lt_u (local.get $other) (local.get $before)))
            (local.set $before (i16x8.min_u (local.get $before) (local.get $other)))
            (local.set $beforeToken (v128.bitselect
              (v128.load (i32.sub (local.get $t) (i32.const 4))) (local.get $beforeToken) (local.get $mask)))
            (local.set $before (i16x8.add_sat_u (local.get $before)
              (v128.load (i32.sub (i32.add (local.get $distances) (local.get $i)) (i32.const 16)))))))

        ;; The second frame of those at hand.
        (if (i32.lt_u (local.get $i) (local.get $end))
          (then
            (local.set $next (i16x8.add_sat_u (local.get $score) (local.get $stays)))
            (local.set $other
              (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $before) (local.get $score)))
            (local.set $mask (i16x8.lt_u (local.get $other) (local.get $next)))
            (local.set $next (i16x8.min_u (local.get $next) (local.get $other)))
            (local.set $nextToken (v128.bitselect
              (i8x16.shuffle 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 (local.get $beforeToken) (local.get $token))
              (local.get $token) (local.get $mask)))
            (local.set $other (i16x8.add_sat_u
              (i8x16.shuffle 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 (local.get $before) (local.get $score))
              (local.get $skips)))
            (local.set $mask (i16x8.lt_u (local.get $other) (local.get $next)))
            (local.set $next (i16x8.min_u (local.get $next) (local.get $other)))
            (local.set $nextToken (v128.bitselect
              (i8x16.shuffle 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 (local.get $beforeToken) (local.get $token))
              (local.get $nextToken) (local.get $mask)))
            (local.set $next (i16x8.add_sat_u (local.get $next)
              (v128.load (i32.add (local.get $distances) (local.get $i)))))
            (local.set $mask (i16x8.eq (local.get $next) (v128.const i32x4 -1 -1 -1 -1)))
            (local.set $next (v128.or (local.get $mask) (i16x8.sub_sat_u (local.get $next) (local.get $lesses))))
            (local.set $least (i16x8.min_u (local.get $least) (local.get $next)))
            (v128.store (i32.add (local.get $scores) (local.get $i)) (local.get $next))
            (v128.store (i32.add (local.get $tokens) (local.get $i)) (local.get $nextToken))))

        (br_if $done (i32.eqz (local.get $i)))
        (local.set $score (local.get $before))
        (local.set $token (local.get $beforeToken))
        (local.set $i (i32.sub (local.get $i) (i32.const 16)))
        (br $block)))
    (call $leastOf (local.get $least)))

  ;; Puts costs and tokens where chains are entered, two bytes before their first states; what lies before that is not reached.
  ;; `chains`: of each, sixteen bytes: offsets of its first state and of its last, in bytes; whether it is a digit (1 or 0); its group.
  (func (export "open")
    (param $chains i32) (param $end i32) (param $scores i32) (param $tokens i32)
    (param $digit i32) (param $digitToken i32) (param $other i32) (param $otherToken i32)
    (local $at i32) (local $isDigit i32)
    (loop $chain
      (local.set $at (i32.sub (i32.load (local.get $chains)) (i32.const 4)))
      (local.set $isDigit (i32.load offset=8 (local.get $chains)))
      (i32.store16 (i32.add (local.get $scores) (local.get $at)) (i32.const 65535))
      (i32.store16 offset=2 (i32.add (local.get $scores) (local.get $at))
        (select (local.get $digit) (local.get $other) (local.get $isDigit)))
      (i32.store16 offset=2 (i32.add (local.get $tokens) (local.get $at))
        (select (local.get $digitToken) (local.get $otherToken) (local.get $isDigit)))
      (local.set $chains (i32.add (local.get $chains) (i32.const 16)))
      (br_if $chain (i32.lt_u (local.get $chains) (local.get $end)))))

  ;; Of the chains of a group, the first one whose last state has the least score, as its address; 0 where none
  ;; is reached.
  (func (export "cheapest")
    (param $chains i32) (param $end i32) (param $scores i32) (param $group i32) (result i32)
    (local $least i32) (local $score i32) (local $found i32)
    (local.set $least (i32.const 65535))
    (loop $chain
      (local.set $score (i32.load16_u (i32.add (local.get $scores) (i32.load offset=4 (local.get $chains)))))
      (if (i32.and
            (i32.lt_u (local.get $score) (local.get $least))
            (i32.eq (i32.load offset=12 (local.get $chains)) (local.get $group)))
        (then
          (local.set $least (local.get $score))
          (local.set $found (local.get $chains))))
      (local.set $chains (i32.add (local.get $chains) (i32.const 16)))
      (br_if $chain (i32.lt_u (local.get $chains) (local.get $end))))
    (local.get $found))

  ;; The least of the 16-bit numbers from `at` to `end`; 65535 where there are none. Eight at a time, then what is left.
  (func (export "least") (param $at i32) (param $end i32) (result i32)
    (local $least i32) (local $value i32) (local $eights i32) (local $some v128)
    (local.set $some (v128.const i32x4 -1 -1 -1 -1))
    (local.set $eights (i32.sub (local.get $end) (i32.const 16)))
    (block $rest
      (loop $eight
        (br_if $rest (i32.gt_s (local.get $at) (local.get $eights)))
        (local.set $some (i16x8.min_u (local.get $some) (v128.load (local.get $at))))
        (local.set $at (i32.add (local.get $at) (i32.const 16)))
        (br $eight)))
    (local.set $least (call $leastOf (local.get $some)))
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $at) (local.get $end)))
        (local.set $value (i32.load16_u (local.get $at)))
        (local.set $least (select (local.get $value) (local.get $least)
          (i32.lt_u (local.get $value) (local.get $least))))
        (local.set $at (i32.add (local.get $at) (i32.const 2)))
        (br $next)))
    (local.get $least))

  (func $leastOf (param $of v128) (result i32)
    (local.set $of (i16x8.min_u (local.get $of)
      (i8x16.shuffle 8 9 10 11 12 13 14 15 8 9 10 11 12 13 14 15 (local.get $of) (local.get $of))))
    (local.set $of (i16x8.min_u (local.get $of)
      (i8x16.shuffle 4 5 6 7 4 5 6 7 4 5 6 7 4 5 6 7 (local.get $of) (local.get $of))))
    (local.set $of (i16x8.min_u (local.get $of)
      (i8x16.shuffle 2 3 2 3 2 3 2 3 2 3 2 3 2 3 2 3 (local.get $of) (local.get $of))))
    (i16x8.extract_lane_u 0 (local.get $of))))
