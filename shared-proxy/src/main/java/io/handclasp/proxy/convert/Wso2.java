package io.handclasp.proxy.convert;

import io.handclasp.proxy.config.Side;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * The {@code https} transport of an {@code axis2.xml}, as a WSO2 ESB or any Synapse has it: the
 * receiver becomes a back, the sender a front. Where requests go stands in other files of theirs.
 */
public final class Wso2 {
  /** Say nothing of TLS, or name the classes that do it. */
  private static final Set<String> INDIFFERENT =
      Set.of("non-blocking", "httpGetProcessor", "WSDLEPRPrefix", "warnOnHTTP500");

  private final Draft draft;

  private Wso2(Draft draft) {
    this.draft = draft;
  }

  /**
   * Converts the receiver to a back, or the sender to a front.
   *
   * @throws IllegalArgumentException where there is no such transport
   */
  public static Converted convert(String text, Side side) {
    String wanted = side == Side.BACK ? "transportReceiver" : "transportSender";
    XmlElement transport =
        XmlElement.parse(text)
            .all()
            .filter(each -> each.name().equals(wanted) && each.attribute("name").equals("https"))
            .findFirst()
            .orElseThrow(
                () ->
                    new IllegalArgumentException(
                        "found no " + wanted + " with the name https; expected one"));
    Wso2 wso2 = new Wso2(new Draft(side, List.of()));
    transport.children().stream()
        .filter(each -> each.name().equals("parameter"))
        .forEach(wso2::parameter);
    wso2.whatIsNotSaid(transport);
    return wso2.draft.converted();
  }

  private boolean isBack() {
    return draft.side() == Side.BACK;
  }

  private void parameter(XmlElement parameter) {
    String value = parameter.text();
    switch (parameter.attribute("name")) {
      case "port" -> {
        draft.listen("0.0.0.0:" + value);
        draft.remark(
            "port " + value + ": carbon.xml may add an Offset to it; it is not added here");
      }
      case "bind-address" -> draft.none("bind-address " + value + " (put it into listen)");
      case "keystore" -> keyStore(parameter);
      case "truststore" -> {
        draft.trust(parameter.textOf("Location"));
        draft.trustPassword("env:TRUST_PASSWORD");
        draft.remark("TrustStore Password: put it into TRUST_PASSWORD, or better into a file");
      }
      case "SSLVerifyClient" -> {
        if (!value.equals("require")) {
          draft.remark(
              "SSLVerifyClient " + value + ": here every client has to show a certificate");
        }
      }
      case "HttpsProtocols" ->
          draft.protocols("HttpsProtocols", List.of(value.strip().split("\\s*,\\s*")));
      case "HostnameVerifier" -> verifier(value);
      default -> {
        if (!INDIFFERENT.contains(parameter.attribute("name"))) {
          draft.none(parameter.attribute("name") + (value.isEmpty() ? "" : " " + value));
        }
      }
    }
  }

  private void keyStore(XmlElement parameter) {
    draft.key("file", parameter.textOf("Location"));
    draft.key("password", "env:STORE_PASSWORD");
    String store = parameter.textOf("Password");
    String key = parameter.textOf("KeyPassword");
    if (!key.isEmpty() && !key.equals(store)) {
      draft.key("keyPassword", "env:KEY_PASSWORD");
      draft.remark("KeyStore KeyPassword: put it into KEY_PASSWORD, or better into a file");
    }
    draft.remark("KeyStore Password: put it into STORE_PASSWORD, or better into a file");
  }

  private void verifier(String value) {
    if (!value.toLowerCase(Locale.ROOT).equals("strict")) {
      draft.remark(
          "HostnameVerifier "
              + value
              + ": here the name is always checked, and among the alternative names only"
              + " (tls.matchCommonName: true looks at the common name too)");
    }
  }

  private void whatIsNotSaid(XmlElement transport) {
    boolean saysOf =
        transport.children().stream()
            .anyMatch(each -> each.attribute("name").equals("SSLVerifyClient"));
    if (isBack() && !saysOf) {
      draft.remark("SSLVerifyClient is not set: here every client has to show a certificate");
    }
    if (!isBack()) {
      draft.remark("listen: nothing says where plain HTTP comes in; name an address");
    }
  }
}
