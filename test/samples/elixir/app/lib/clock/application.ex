defmodule Clock.Application do
  @moduledoc "Starts the web service."
  use Application

  @impl true
  def start(_type, _args) do
    Supervisor.start_link([Clock.Server], strategy: :one_for_one, name: Clock.Supervisor)
  end
end
