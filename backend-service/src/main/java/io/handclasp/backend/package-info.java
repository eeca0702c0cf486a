/**
 * The back (backend ESB): assembles mutual TLS in and a built-in service or a plain HTTP origin
 * behind it, and holds its main class.
 */
@NullMarked
package io.handclasp.backend;

import org.jspecify.annotations.NullMarked;
