<%-- All that the shop sells: the attribute `catalogue` of the web application, product id → product. --%>
<%!
    private final Map<String, Map<String, Object>> catalogue = new LinkedHashMap<>();

    public void jspInit() {
        product("tidewater-mug", "Tidewater mug", "32.00",
            "A generous mug for slow mornings.",
            "Thrown in one piece with a handle wide enough for three fingers. The glaze is the green-blue of the bay at"
                + " slack tide, and breaks to bare clay where it ends.",
            "Holds 12 fl oz", "3½ in tall", "Dishwasher and microwave safe");
        product("breakfast-bowl", "Breakfast bowl", "36.00",
            "Oatmeal, soup, the last of the berries.",
            "A deep bowl on a small foot, white inside and out, with the red clay left bare below the line so that it is"
                + " never slippery in the hand.",
            "Holds 24 fl oz", "6½ in across", "Dishwasher and microwave safe");
        product("bud-vase", "Bud vase", "24.50",
            "For the one stem you brought home.",
            "A narrow neck keeps a single flower upright; the cobalt comes out a little different from each firing.",
            "5½ in tall", "Watertight", "Flower not included");
        product("milk-jug", "Milk jug", "42.00",
            "Pours to the last drop and stops.",
            "The lip is pulled thin while the clay is still wet, which is the whole secret of a jug that does not drip."
                + " Two waves are brushed on by hand.",
            "Holds 16 fl oz", "5 in tall", "Dishwasher safe");
        product("butter-dish", "Butter dish", "58.00",
            "Keeps a whole stick soft and covered.",
            "A lid with a knob you can find without looking, on a tray with a rim that catches the crumbs.",
            "7 in long", "Fits one US stick", "Dishwasher safe");
        product("supper-plate", "Supper plate", "39.00",
            "A wide plate with a seaweed sprig.",
            "Rolled rather than thrown, so that a set stacks without wobbling. The border is dotted with the end of a"
                + " brush, some seventy dots to a plate.",
            "10½ in across", "Stacks", "Dishwasher and microwave safe");
        product("storm-teapot", "Storm teapot", "96.00",
            "Four cups, and a lid that stays on.",
            "Grey-blue like the sky before the wind turns. The strainer is built into the spout, and the lid locks with a"
                + " quarter turn.",
            "Holds 32 fl oz", "6 in tall", "Built-in strainer");
        product("sill-planter", "Sill planter", "48.00",
            "A home for something green.",
            "Heavy enough that a cat thinks twice. It has a hole for the water to leave by, and a saucer comes with it.",
            "6 in across", "Saucer included", "Frost-proof");
        getServletContext().setAttribute("catalogue", Collections.unmodifiableMap(catalogue));
    }

    /** The picture of a product is images/ID.svg. */
    private void product(String id, String name, String price, String summary, String text, String... facts) {
        catalogue.put(id, Map.of("id", id, "name", name, "price", new BigDecimal(price),
            "summary", summary, "text", text, "facts", List.of(facts)));
    }
%>
