/** Tests of parsers, writers and what they share. */
@NullMarked
package io.handclasp.proxy.http;

import org.jspecify.annotations.NullMarked;
