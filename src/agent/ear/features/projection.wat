;; The inner loop of projection.ts: 24 weighted sums of the same numbers, four a turn, in 32-bit numbers.
;; `projection_wasm.ts` holds this file, assembled; a test keeps the two equal.
(module
  (memory (export "memory") 1)

  ;; Byte addresses, multiples of 16. `weights`: for each number, 24 of them. `sums`: what is added to, and what comes of it
  ;; goes to `out`. `numbers` … `end`: 32 bits each.
  (func (export "project") (param $weights i32) (param $numbers i32) (param $end i32) (param $sums i32) (param $out i32)
    (local $x v128)
    (local $a v128) (local $b v128) (local $c v128) (local $d v128) (local $e v128) (local $f v128)
    (local.set $a (v128.load (local.get $sums)))
    (local.set $b (v128.load offset=16 (local.get $sums)))
    (local.set $c (v128.load offset=32 (local.get $sums)))
    (local.set $d (v128.load offset=48 (local.get $sums)))
    (local.set $e (v128.load offset=64 (local.get $sums)))
    (local.set $f (v128.load offset=80 (local.get $sums)))
    (loop $number
      (local.set $x (v128.load32_splat (local.get $numbers)))
      (local.set $a (f32x4.add (local.get $a) (f32x4.mul (local.get $x) (v128.load (local.get $weights)))))
      (local.set $b (f32x4.add (local.get $b) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $weights)))))
      (local.set $c (f32x4.add (local.get $c) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $weights)))))
      (local.set $d (f32x4.add (local.get $d) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $weights)))))
      (local.set $e (f32x4.add (local.get $e) (f32x4.mul (local.get $x) (v128.load offset=64 (local.get $weights)))))
      (local.set $f (f32x4.add (local.get $f) (f32x4.mul (local.get $x) (v128.load offset=80 (local.get $weights)))))
      (local.set $weights (i32.add (local.get $weights) (i32.const 96)))
      (local.set $numbers (i32.add (local.get $numbers) (i32.const 4)))
      (br_if $number (i32.lt_u (local.get $numbers) (local.get $end))))
    (v128.store (local.get $out) (local.get $a))
    (v128.store offset=16 (local.get $out) (local.get $b))
    (v128.store offset=32 (local.get $out) (local.get $c))
    (v128.store offset=48 (local.get $out) (local.get $d))
    (v128.store offset=64 (local.get $out) (local.get $e))
    (v128.store offset=80 (local.get $out) (local.get $f))))
