require 'tally/tally'
