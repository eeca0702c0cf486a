/** The front (client ESB): assembles plain HTTP in and mutual TLS out, and holds its main class. */
@NullMarked
package io.handclasp.client;

import org.jspecify.annotations.NullMarked;
