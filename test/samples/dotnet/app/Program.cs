var builder = WebApplication.CreateBuilder(args);
var app = builder.Build();

string[] skies = ["clear", "cloudy", "rainy"];

app.MapGet("/healthz", () => "ok");
app.MapGet("/weather/{day:int}", (int day) => new { Day = day, Sky = skies[Math.Abs(day) % skies.Length] });

app.Run();
