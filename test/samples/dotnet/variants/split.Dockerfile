FROM mcr.microsoft.com/dotnet/sdk:8.0-alpine

WORKDIR /source

# Packages are restored before the sources come.
COPY *.csproj ./
RUN dotnet restore

COPY . .
RUN dotnet publish --no-restore --configuration Release --output /app

WORKDIR /app
ENV ASPNETCORE_HTTP_PORTS=5000
EXPOSE 5000
USER $APP_UID
ENTRYPOINT ["dotnet", "Weather.dll"]
