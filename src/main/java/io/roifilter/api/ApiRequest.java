package io.roifilter.api;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import javax.xml.stream.XMLStreamException;

/**
 * A message to the API: who calls, how it shall answer, and the calls.
 *
 * @param credentials key and secret; empty texts where the message has none
 * @param responseType the wanted form of the answer, {@code xml} unless the message says otherwise
 * @param noHalt whether to go on after a call that fails
 * @param calls the method calls in their order
 */
public record ApiRequest(Credentials credentials, String responseType, boolean noHalt, List<Call> calls) {
    /** Copies the calls. */
    public ApiRequest {
        calls = List.copyOf(calls);
    }

    /**
     * One method call as it is in a message, whatever it says.
     *
     * @param methodName such as {@code roi.insert}; empty if the message has none
     * @param arguments by element name, in their order
     */
    public record Call(String methodName, Map<String, String> arguments) {
        static Call of(MethodCall call) {
            return new Call(call.methodName(), call.arguments());
        }
    }

    /** The message with these calls, asking for XML and to go on after a call that fails. */
    public static ApiRequest of(Credentials credentials, List<? extends MethodCall> calls) {
        return new ApiRequest(
                credentials, "xml", true, calls.stream().map(Call::of).toList());
    }

    /** The message as XML. */
    public String toXml() {
        return XmlText.write(this::writeTo);
    }

    /** The message as the body of a POST: a form whose field {@code data} is the XML. */
    byte[] toForm() {
        FormField data = new FormField("data");
        XmlText.write(this::writeTo, data);
        return data.toBytes();
    }

    private void writeTo(XmlText xml) throws XMLStreamException {
        xml.start("api");
        xml.start("authentication");
        xml.element("api_key", credentials.apiKey());
        xml.element("shared_secret", credentials.sharedSecret());
        xml.element("response_type", responseType);
        xml.element("no_halt", noHalt ? "1" : "0");
        xml.end();
        xml.start("data");
        for (Call call : calls) {
            xml.start("methodCall");
            xml.element("methodName", call.methodName());
            for (Map.Entry<String, String> argument : call.arguments().entrySet()) {
                xml.element(argument.getKey(), argument.getValue());
            }
            xml.end();
        }
        xml.end();
        xml.end();
    }

    /**
     * Reads a message. Unknown elements are passed over, texts are trimmed.
     *
     * @throws MalformedXmlException if it is not well-formed, has a document type declaration, or its root is not
     *     {@code api}
     */
    public static ApiRequest fromXml(String xml) throws MalformedXmlException {
        XmlElement api = XmlElement.parse(xml, "api");
        XmlElement authentication = api.child("authentication");
        List<Call> calls = new ArrayList<>();
        for (XmlElement methodCall : api.child("data").children("methodCall")) {
            Map<String, String> arguments = new LinkedHashMap<>(methodCall.texts());
            String methodName = arguments.remove("methodName");
            calls.add(new Call(methodName == null ? "" : methodName, arguments));
        }
        String responseType = authentication.text("response_type");
        return new ApiRequest(
                new Credentials(authentication.text("api_key"), authentication.text("shared_secret")),
                responseType.isEmpty() ? "xml" : responseType,
                authentication.text("no_halt").equals("1"),
                calls);
    }
}
