package io.roifilter.page;

/**
 * Something on a page that may state an order.
 *
 * @param name of the function, the queue, the object, or host and path of the address
 * @param root where members are looked for: the arguments, the object, the parameters
 * @param position where in the page
 */
record Sighting(Kind kind, String name, Value root, int position) {
    enum Kind {
        /** A call of a function, or an entry of a queue. */
        COMMAND,
        /** An object with a name, or members of one. */
        OBJECT,
        /** The address of an image or a frame. */
        ADDRESS,
        /** An item of schema.org in JSON. */
        JSON_ITEM,
        /** An item of schema.org in attributes of the markup. */
        MARKUP_ITEM
    }
}
