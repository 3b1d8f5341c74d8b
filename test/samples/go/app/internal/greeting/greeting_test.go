package greeting

import "testing"

func TestForGreetsTheWorld(t *testing.T) {
	if got := For("", ""); got.Message != "hello, world" || got.Length != 12 {
		t.Errorf("got %+v", got)
	}
}
