// What every command of a Temporal client pays: loading the SDK's client, and nothing else.
await import('@temporalio/client');
