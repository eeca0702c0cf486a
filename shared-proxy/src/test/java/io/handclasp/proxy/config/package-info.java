/** Tests of the configuration reader. */
@NullMarked
package io.handclasp.proxy.config;

import org.jspecify.annotations.NullMarked;
