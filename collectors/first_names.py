"""Common first names, French and English ones and some of neighbours, by which names of persons are told."""

LISTED = """
adam adele adeline adrien adrienne agathe agnes ahmed aicha alain alan alba albane albert alex alexandra alexandre
alexia alexis alfred ali alice alicia aline alison alix amandine amber amelia amelie amelle amina amine amy ana anais
anastasia andre andrea andreas andree andrew andy angela angele angelina angelique anita ann anna annabelle anne
annette annick annie anthony antoine antoinette antonio apolline ariane arlette armand armelle arnaud arthur ashley
astrid aude audrey augustin aurelia aurelie aurelien aurore axel axelle aymeric ayoub baptiste barbara barry bastien
beatrice ben benedicte benjamin benoit bernadette bernard bertrand beth bettina bilal bill blandine bob boris brandon
brenda brian brice brigitte bruno bryan camille carine carl carla carlos carol carole caroline caroll cassandra
catherine cathy cecile cecilia cedric celeste celia celine chantal charlene charles charlie charlotte chloe chris
christel christelle christian christiane christina christine christophe christopher claire clara clarisse claude
claudia claudine clemence clement clementine colette colin coline constance coralie corentin corinne craig cynthia
cyprien cyril cyrille damien dan daniel daniele danielle danny daphne dave david dean deborah debra delphine denis
denise dennis derek diana diane didier diego dimitri dominic dominique donald donna dorian doris dorothee doug douglas
duncan dylan edgar edith edmond edouard edward edwige elaine elena eleonore eliane elias elisa elisabeth elise
elizabeth ella ellen ellie elliot elodie eloise elsa emeline emeric emilie emily emma emmanuel emmanuelle enzo eric
erica erik erika ernest estelle esther ethan etienne eugene eugenie eva evan eve evelyne ewan fabian fabien fabienne
fabrice fanny farid fatima fatou faustine felix ferdinand fernand fernando fiona flora florence florent florian
floriane francesca francis franck francois francoise frank fred frederic frederick frederique gabin gabriel gabriela
gabrielle gael gaelle gaetan gaetane gareth gary gaspard gaston gautier gavin geoff geoffrey geoffroy george georges
georgette georgia gerald geraldine gerard germain ghislain ghislaine gilbert gilles gina giovanni gisele giulia glen
glenn gordon grace graham greg gregoire gregory guilhem guillaume gustave guy gwenael gwenaelle hakim hannah hannes
hans harold harriet harry harvey hassan heather helen helena helene heloise henri henriette henry herve hicham holly
honore hubert hugh hugo hugues ian ibrahim ilyes ines ingrid irene irina iris isaac isabel isabella isabelle ismael
ivan jack jackie jacob jacqueline jacques jade jake jamal james jamie jan jane janet janice jasmine jason jay jayden
jean jeanne jeannine jeff jeffrey jennifer jenny jeremie jeremy jerome jess jesse jessica jessie jill jim jimmy
joachim joan joanna joanne jocelyn jocelyne joe joel joelle johan johann johanna john johnny jon jonas jonathan jordan
jose josef joseph josephine josette josh joshua josiane joyce juan judith judy jules julia julian julie julien
juliette julio june justin justine karen karim karin karine karl kate katherine kathleen kathryn katia katie kay keith
kelly ken kenneth kenza kerry kevin khadija khalid kim kirsty klaus kurt kyle laetitia laila lara larry lars laura
laure laurence laurent lauriane laurie lea leah leila lena leo leon leonard leonie leopold leslie lewis liam lila
lilian liliane lily lina linda lindsay lionel lisa lise liz loic lola lorenzo lorraine lou louis louisa louise luc
luca lucas lucie lucien lucienne lucile lucille lucy ludivine ludovic luis luke lydia lydie lynn madeleine mael maelle
maeva magali magalie maggie malik manon manuel manuela marc marcel marcelle marco marcus margaret margaux margot
marguerite maria mariam marianne marie marina marine mario marion marius marjorie mark marlene martha martial martin
martina martine mary maryline maryse mateo mathias mathieu mathilde mathis matt matteo matthew matthias matthieu maud
maurice max maxence maxime maxine mehdi melanie melinda melissa melvin michael michaela michel michele micheline
michelle miguel mike mila milan mireille miriam mohamed mohammed moira molly mona monica monique morgan morgane mounir
mourad muriel mustapha myriam nadege nadia nadine nancy nans naomi natacha natalia natalie nathalie nathan neil nelly
nia nicholas nick nicola nicolas nicole nigel nina nino noa noah noe noel noelle noemie nora norbert norman nour ocean
oceane odette odile olga oliver olivia olivier omar oscar otto owen pablo paloma pam pamela paola pascal pascale pat
patrice patricia patrick patsy paul paula paulette pauline pavel pedro peggy penelope perrine pete peter phil philip
philippe phillip pierre pierrette pierrick polly priscilla prune quentin rachel rachid rafael ralph ramon raoul
raphael raphaelle ray raymond raymonde rebecca regine regis reine remi remy renaud rene renee ricardo richard rick
rita rob robert roberto robin robyn rodolphe rodrigo rodrigue roger roland romain romane romeo romuald ron ronald rory
rosa rosalie rosario rose roseline ross roxane roy rupert russell ruth ryan sabine sabrina said salim sally salma sam
samantha samia samir samira samuel samy sandra sandrine sandy sara sarah sasha saskia scott sean sebastian sebastien
selena serge sergio severine shane shannon sharon sheila shirley sidonie simon simone sofia sofiane solene solenne
sonia sophia sophie soraya stanislas stefan stella steph stephan stephane stephanie stephen steve steven stewart
stuart sue susan suzanne suzie sven sybille sylvain sylvaine sylvia sylvie tanguy tania tara tatiana ted terence
teresa terry theo theodore theophile theresa therese thibaud thibault thibaut thierry thomas tiffany tim timothee
timothy tina titouan tobias todd tom tommy toni tony tracey tracy trevor tristan ugo ulysse ursula valentin valentina
valentine valerie vanessa vera veronica veronique vicky victoire victor victoria viktor vincent violaine violette
virginia virginie vivian viviane vivien wahid walid walter wanda warren wayne wendy werner wilfried will william
xavier yacine yael yan yann yannick yannis yasmina yasmine yassine yoann yohan yolande youssef yves yvette yvon yvonne
zachary zoe zoey
"""

FIRST_NAMES = frozenset(LISTED.split())
