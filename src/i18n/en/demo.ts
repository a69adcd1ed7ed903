export const demoEn = {
  'demo.description':
    'the real proxy in front of three simulated endpoints, one of which fails; needs no key',
  'demo.once': 'end after the show instead of staying up',
  'demo.port': 'port to listen on (default: 7860, or any free one when that is taken)',
  'demo.up': 'The proxy listens on {url}, in front of three simulated endpoints: {endpoints}.',
  'demo.port-moved': 'Port {port} is taken, so another one is used.',
  'demo.session': 'One session streams its requests through it. What happens to the endpoint it prefers:',
  'demo.step.good': 'all is well',
  'demo.step.status': '529 overloaded',
  'demo.step.sse-error': '200, and then an error in the stream before any content',
  'demo.step.reset': 'the connection is reset after the headers',
  'demo.step.html': '200 with an HTML page instead of a message',
  'demo.step.limit': '429, "come back in an hour"',
  'demo.step.down': 'the endpoint is gone: connection refused',
  'demo.step.back': 'the endpoint is back',
  'demo.failed': '{endpoint} failed after {ms} ms: {why}',
  'demo.served':
    '{endpoint} answered, first content after {ms} ms; the client got one complete answer: "{text}"',
  'demo.not-served': 'the client got no complete answer: {why}',
  'demo.summary': '{requests} requests, {faults} failures of an endpoint, {complete} complete answers.',
  'demo.summary-good': 'The client noticed nothing.',
  'demo.stay': 'The proxy stays up, and {endpoint} stays overloaded. Try it:',
  'demo.claude':
    'or Claude Code itself, whose questions the simulated endpoints answer with a fixed sentence:',
  'demo.end': 'Ctrl-C ends it.',
} as const
