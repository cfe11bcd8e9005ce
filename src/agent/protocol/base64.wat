;; The inner loop of base64_kernel.ts: base64 (RFC 4648 §4) to bytes, sixteen characters a turn, checked as it goes.
;; `base64_wasm.ts` holds this file, assembled; a test keeps the two equal.
;;
;; After W. Muła and D. Lemire, "Faster Base64 Encoding and Decoding using AVX2 Instructions" (2018): what a character may be
;; goes by its two halves, and so does what is to be added to it for its value.
(module
  (memory (export "memory") 1)

  ;; Byte addresses. From `text` to `end` are characters, a multiple of sixteen of them; twelve bytes for each sixteen go to
  ;; `out`, and four beyond the last are written over. Returns 1 if all of them are of the alphabet.
  (func (export "decode") (param $text i32) (param $end i32) (param $out i32) (result i32)
    (local $c v128) (local $high v128) (local $wrong v128)
    (block $done
      (loop $next
        (br_if $done (i32.ge_u (local.get $text) (local.get $end)))
        (local.set $c (v128.load (local.get $text)))
        (local.set $high (i8x16.shr_u (local.get $c) (i32.const 4)))
        (local.set $wrong (v128.or (local.get $wrong) (v128.and
          (i8x16.swizzle
            (v128.const i8x16 0x15 0x11 0x11 0x11 0x11 0x11 0x11 0x11 0x11 0x11 0x13 0x1a 0x1b 0x1b 0x1b 0x1a)
            (v128.and (local.get $c) (v128.const i32x4 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f 0x0f0f0f0f)))
          (i8x16.swizzle
            (v128.const i8x16 0x10 0x10 0x01 0x02 0x04 0x08 0x04 0x08 0x10 0x10 0x10 0x10 0x10 0x10 0x10 0x10)
            (local.get $high)))))
        (local.set $c (i8x16.add (local.get $c) (i8x16.swizzle
          (v128.const i8x16 0 16 19 4 -65 -65 -71 -71 0 0 0 0 0 0 0 0)
          (i8x16.add (local.get $high)
            (i8x16.eq (local.get $c) (v128.const i32x4 0x2f2f2f2f 0x2f2f2f2f 0x2f2f2f2f 0x2f2f2f2f))))))
        ;; Four times six bits: pairs to twelve, those to twenty-four, the highest first.
        (local.set $c (v128.or
          (i16x8.shl (v128.and (local.get $c) (v128.const i32x4 0x00ff00ff 0x00ff00ff 0x00ff00ff 0x00ff00ff)) (i32.const 6))
          (i16x8.shr_u (local.get $c) (i32.const 8))))
        (local.set $c (i32x4.dot_i16x8_s (local.get $c) (v128.const i16x8 4096 1 4096 1 4096 1 4096 1)))
        (v128.store (local.get $out)
          (i8x16.shuffle 2 1 0 6 5 4 10 9 8 14 13 12 3 3 3 3 (local.get $c) (local.get $c)))
        (local.set $text (i32.add (local.get $text) (i32.const 16)))
        (local.set $out (i32.add (local.get $out) (i32.const 12)))
        (br $next)))
    (i32.eqz (v128.any_true (local.get $wrong)))))
