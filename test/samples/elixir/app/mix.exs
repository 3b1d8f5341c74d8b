defmodule Clock.MixProject do
  use Mix.Project

  def project do
    [
      app: :clock,
      version: "1.0.0",
      elixir: "~> 1.14",
      start_permanent: Mix.env() == :prod,
      deps: []
    ]
  end

  def application do
    [extra_applications: [:logger, :crypto], mod: {Clock.Application, []}]
  end
end
