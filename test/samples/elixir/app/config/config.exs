import Config

config :clock, greeting: "hello from a release"
