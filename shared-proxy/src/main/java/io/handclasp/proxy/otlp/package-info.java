/**
 * Spans for a tracing backend, by OTLP. Nothing of it, nor of the OpenTelemetry SDK, is loaded
 * where none is configured.
 */
@NullMarked
package io.handclasp.proxy.otlp;

import org.jspecify.annotations.NullMarked;
