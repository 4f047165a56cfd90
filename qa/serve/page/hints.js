// What the program advises at a terminal, said in the page's own terms: each a pattern and what stands in its place.
export const HINTS = [
  [", or `inspectqa search` for the passages that come nearest", ""],
  [" or `inspectqa search` for the passages that come nearest", ""],
  ["`inspectqa find` looks through their whole text", "\"What do reports say about ...?\" looks through their whole text"],
  ["`inspectqa show( \\d+)?` prints its text( as it was read)?", "Its text, as it was read, is under Reports"],
  ["`inspectqa reports` lists (them with their numbers|them|those that are here)", "Those that are here stand under Reports"],
  ["`inspectqa frameworks` lists those that are known", "Those that are here stand under \"Only some reports\""],
  ["`inspectqa embed` makes them", "Whoever runs this server can make them"],
  ["or `inspectqa figures --about` for all that speak of it", "or look under Figures for all that speak of it"],
  ["Choose others, or another --area: .*\\.$", "Choose others under \"Only some reports\"."],
  ["Name some with --authority, or count them: chart grades --by year, chart ranking", "Name some under \"Only some reports\", or choose another chart: by year, or a ranking"],
  ["Name some with --authority", "Name some under \"Only some reports\""],
  ["--csv writes each with its sentence and page", "the rows below it have each with its page"],
  [" What it can do is found out by: inspectqa models --try .*\\.$", ""],
  ["check its name and --base-url", "whoever runs this server can look into it"],
  ["check that its server runs, and --base-url", "whoever runs this server can look into it"]
];
// The end of the patterns.
const PATTERNS = HINTS.map(([pattern, words]) => [new RegExp(pattern), words]);

export const inPage = (text) => PATTERNS.reduce((said, [pattern, words]) => said.replace(pattern, words), text);
