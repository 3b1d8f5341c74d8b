FROM mcr.microsoft.com/dotnet/sdk:8.0
WORKDIR /src
COPY . .
RUN dotnet publish Weather.csproj -c Release -r linux-x64 --self-contained true -p:PublishSingleFile=true -o /srv/weather
ENV ASPNETCORE_URLS=http://+:8080
ENTRYPOINT ["/srv/weather/Weather"]
