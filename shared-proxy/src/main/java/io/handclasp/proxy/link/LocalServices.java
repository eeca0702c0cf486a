package io.handclasp.proxy.link;

import io.handclasp.proxy.config.ServiceConfig;

/** Makes the services that answer in this process from what the configuration says of them. */
@FunctionalInterface
public interface LocalServices {
  /** The service of one route; asked once per route and state of the configuration. */
  LocalService of(ServiceConfig service);
}
