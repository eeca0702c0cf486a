/** Tests of what watches files and listens. */
@NullMarked
package io.handclasp.proxy.server;

import org.jspecify.annotations.NullMarked;
