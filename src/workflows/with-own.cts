// What a worker serves beside a user's own workflows, whose module the bundler puts in the place of
// the first. It may export ours as well, perhaps those of another copy of this package, and names that
// two `export *` have in common would be left out.
module.exports = { ...require('durable-agents/own-workflows'), ...require('./workflows') };
