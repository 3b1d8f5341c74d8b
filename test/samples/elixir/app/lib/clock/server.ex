defmodule Clock.Server do
  @moduledoc "Answers a path with its digest; a socket and nothing else, so that no package is needed."
  use Task, restart: :permanent

  def start_link(_), do: Task.start_link(__MODULE__, :listen, [])

  def listen do
    port = Application.fetch_env!(:clock, :port)
    options = [:binary, packet: :http_bin, active: false, reuseaddr: true]
    {:ok, socket} = :gen_tcp.listen(port, options)
    accept(socket)
  end

  defp accept(socket) do
    {:ok, client} = :gen_tcp.accept(socket)
    answer(client, path_of(client))
    :gen_tcp.close(client)
    accept(socket)
  end

  defp path_of(client) do
    case :gen_tcp.recv(client, 0, 5_000) do
      {:ok, {:http_request, _method, {:abs_path, path}, _version}} -> path
      _other -> "/"
    end
  end

  defp answer(client, path) do
    :inet.setopts(client, packet: :raw)
    body = body_of(path)
    head = "HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nConnection: close\r\n"
    :gen_tcp.send(client, "#{head}Content-Length: #{byte_size(body)}\r\n\r\n#{body}")
  end

  defp body_of("/"), do: "#{Application.fetch_env!(:clock, :greeting)}\n"
  defp body_of(path), do: "#{Base.encode16(:crypto.hash(:sha256, path), case: :lower)}\n"
end
