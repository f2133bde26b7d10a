# Atom feeds → nothing, or what RFC 4287 does not allow. `ruby validate.rb FEED...`
require "rss"

failed = ARGV.reject do |path|
  parser = RSS::Parser.new(File.read(path))
  parser.do_validate = true
  parser.ignore_unknown_element = false
  parser.parse or raise RSS::Error, "no feed"
rescue RSS::Error => error
  warn "#{path}: #{error.message}"
end
exit failed.empty?
