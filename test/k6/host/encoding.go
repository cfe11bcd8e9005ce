package main

import (
	"encoding/base64"

	"github.com/grafana/sobek"
)

// encoding is k6/encoding, as far as the script uses it: what decodes base64.
func (v *vu) encoding() sobek.Value {
	variants := map[string]*base64.Encoding{
		"std": base64.StdEncoding, "rawstd": base64.RawStdEncoding, "url": base64.URLEncoding, "rawurl": base64.RawURLEncoding,
	}
	module := v.rt.NewObject()
	must(module.Set("b64decode", func(call sobek.FunctionCall) sobek.Value {
		variant, ok := variants["std"], true
		if given := call.Argument(1); !sobek.IsUndefined(given) {
			variant, ok = variants[given.String()]
		}
		if !ok || len(call.Arguments) > 2 {
			panic(v.rt.NewTypeError("this double decodes base64 in four variants, into an ArrayBuffer"))
		}
		bytes, err := variant.DecodeString(call.Argument(0).String())
		if err != nil {
			panic(v.rt.NewGoError(err))
		}
		return v.rt.ToValue(v.rt.NewArrayBuffer(bytes))
	}))
	return module
}
