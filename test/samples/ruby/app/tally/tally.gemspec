Gem::Specification.new do |gem|
  gem.name = 'tally'
  gem.version = '1.0.0'
  gem.summary = 'Counts the vowels of a text, in C'
  gem.authors = ['Stagewright']
  gem.homepage = 'https://example.com'
  gem.license = 'MIT'
  gem.files = Dir['ext/**/*', 'lib/**/*']
  gem.extensions = ['ext/tally/extconf.rb']
end
