package greeting

func Greet(name string) string { return "Hello, " + name }
