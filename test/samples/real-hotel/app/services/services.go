package services

import "example.com/greeting"

func Welcome() string { return greeting.Greet("guest") }
