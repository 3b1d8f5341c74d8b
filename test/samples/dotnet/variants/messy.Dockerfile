FROM mcr.microsoft.com/dotnet/sdk:8.0
ENV DOTNET_CLI_TELEMETRY_OPTOUT=1 ASPNETCORE_URLS=http://*:80
COPY . /tmp/src
RUN cd /tmp/src && dotnet restore && dotnet build -c Release --no-restore \
    && dotnet publish Weather.csproj -c Release --no-build -o /opt/weather \
    && rm -rf /tmp/src ~/.nuget
EXPOSE 80
CMD dotnet /opt/weather/Weather.dll
